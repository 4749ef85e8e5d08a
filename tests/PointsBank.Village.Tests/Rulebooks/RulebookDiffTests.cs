using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Tests.Rulebooks;

public class RulebookDiffTests
{
    static readonly RulebookView InForce = Book(Default());

    [Fact]
    public void The_same_rules_change_nothing()
    {
        var diff = RulebookDiff.Between(InForce, Default());

        (diff.Added.Count, diff.Removed.Count, diff.Changed.Count, diff.Unchanged).Should().Be((0, 0, 0, 60));
    }

    [Fact]
    public void Without_a_rulebook_in_force_everything_is_new()
    {
        var diff = RulebookDiff.Between(null, Default());

        (diff.Added.Count, diff.Removed.Count, diff.Changed.Count, diff.Unchanged).Should().Be((60, 0, 0, 0));
    }

    [Fact]
    public void What_is_new_what_is_gone_and_what_changed_stand_apart()
    {
        var proposed = Default();
        var (gone, changed, moved) = (proposed[3], proposed[0], proposed[1]);
        proposed[0] = changed with { Points = 3, CapPoints = 6, ItemEn = "Attend a talk", Posted = !changed.Posted };
        proposed[3] = gone with { Code = "A99" };
        (proposed[1], proposed[2]) = (proposed[2], moved);

        var diff = RulebookDiff.Between(InForce, proposed);

        diff.Added.Should().Equal(proposed[3]);
        diff.Removed.Should().Equal(gone);
        diff.Changed.Should().ContainSingle();
        (diff.Changed[0].Old, diff.Changed[0].New).Should().Be((changed, proposed[0]));
        diff.Changed[0].Fields.Should().Equal(
            new RuleFieldChange("itemEn", changed.ItemEn, "Attend a talk"), new("points", "2", "3"), new("capPoints", "4", "6"),
            new("posted", "yes", "no"));
        diff.Unchanged.Should().Be(58, "a rule in another place is the same rule");
    }

    [Fact]
    public void Every_field_of_a_rule_is_compared()
    {
        var rule = Default()[0];
        var other = new Rule(
            "A01", "a", "b", "c", "d", "deduct", "per_year", 9, "none", 0, "e", !rule.Direct, !rule.Ordinary, !rule.Posted);

        RulebookDiff.Between(Book([rule]), [other]).Changed.Single().Fields
            .Should().HaveCount(typeof(Rule).GetConstructors()[0].GetParameters().Length - 1, "the code is what makes it the same rule");
    }

    static List<Rule> Default() => [.. RulebookSheet.Default("sixty", new(2024, 1, 1)).Rules];

    static RulebookView Book(IReadOnlyList<Rule> rules) => new(1, "五类六十条", "sixty", new(2024, 1, 1), "村民代表会议", rules);
}
