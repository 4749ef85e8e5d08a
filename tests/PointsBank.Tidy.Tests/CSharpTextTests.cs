namespace PointsBank.Tidy.Tests;

public sealed class CSharpTextTests
{
    /// <summary>In the samples ' stands for a double quote, ^ for a single one.</summary>
    [Theory]
    [InlineData("a('b'); // 'c'", "b")]
    [InlineData("/* 'a' */ ^'^ + 'b\\'c'", "b\\'c")]
    [InlineData("@'a''b'", "a''b")]
    [InlineData("'' + 'a'", "|a")]
    [InlineData("$'a {(x ? 'b' : 'c')} {{d}}'", "b|c|a {} {{d}}")]
    [InlineData("'''say 'a' here''' + 'b'", "say 'a' here|b")]
    [InlineData("$$'''{a} {{new { B = 'c' }}}''' + d", "c|{a} {}")]
    public void Strings_are_told_from_code_and_comments(string sample, string literals) =>
        string.Join('|', CSharpText.Read(Real(sample)).Literals.Select(literal => literal.Text)).Should().Be(Real(literals));

    [Fact]
    public void Code_keeps_its_places() =>
        CSharpText.Read(Real("a('b', $'{c}'); // d\ne();")).Code.Should().Be(Real("a(' ', $'{c}');     \ne();"));

    static string Real(string sample) => sample.Replace('\'', '"').Replace('^', '\'');
}
