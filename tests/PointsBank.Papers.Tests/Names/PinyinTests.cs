using FsCheck;
using FsCheck.Fluent;
using PointsBank.Papers.Names;

namespace PointsBank.Papers.Tests.Names;

public class PinyinTests
{
    [Theory]
    [InlineData("单雄信", "sxx")]
    [InlineData("曾国藩", "zgf")]
    [InlineData("仇小兰", "qxl")]
    [InlineData("解永红", "xyh")]
    [InlineData("查文斌", "zwb")]
    [InlineData("任建国", "rjg")]
    [InlineData("盖生财", "gsc")]
    [InlineData("区志强", "ozq")]
    [InlineData("朴伟", "pw")]
    [InlineData("召玲", "sl")]
    [InlineData("种玉山", "cys")]
    [InlineData("乐万福", "ywf")]
    public void A_family_name_is_read_as_one(string name, string initials) => Pinyin.Initials(name).Should().Be(initials);

    [Theory]
    [InlineData("尉迟恭", "ycg")]
    [InlineData("欧阳永贵", "oyyg")]
    [InlineData("司马玉山", "smys")]
    [InlineData("万俟德全", "mqdq")]
    [InlineData("长孙无忌", "zswj")]
    [InlineData("尉迟", "yc")]
    [InlineData("欧阳", "oy")]
    public void A_family_name_of_two_characters_is_read_as_a_whole(string name, string initials) =>
        Pinyin.Initials(name).Should().Be(initials);

    [Theory]
    [InlineData("安𠮷祥", "ajx")]
    [InlineData("马喆", "mz")]
    [InlineData("禤文元", "xwy")]
    [InlineData("鲁犇", "lb")]
    [InlineData("柏堃", "bk")]
    [InlineData("闫龘", "yd")]
    [InlineData("祁㐂", "qx")]
    [InlineData("王䶮", "wy")]
    [InlineData("周𬱖", "zd")]
    public void Rare_characters_are_read_also_outside_the_first_plane(string name, string initials) =>
        Pinyin.Initials(name).Should().Be(initials);

    [Theory]
    [InlineData("扎西才让", "zxcr")]
    [InlineData("卓玛草", "zmc")]
    [InlineData("旦正加", "dzj")]
    [InlineData("扎西·才让", "zxcr")]
    [InlineData("阿卜杜拉 买买提", "abdlmmt")]
    public void A_name_without_a_family_name_is_read_as_it_stands(string name, string initials) =>
        Pinyin.Initials(name).Should().Be(initials);

    [Theory]
    [InlineData("张建国2", "zjg2")]
    [InlineData("王Ａ３", "wa3")]
    [InlineData("Tom李", "toml")]
    [InlineData("张\U00020bb8三", "zs")]
    [InlineData("", "")]
    [InlineData("？！", "")]
    public void Letters_and_digits_stay_and_what_nobody_can_read_is_left_out(string name, string initials) =>
        Pinyin.Initials(name).Should().Be(initials);

    [Theory]
    [InlineData("上庄组", "szz")]
    [InlineData("单号", "dh")]
    [InlineData("曾经", "cj")]
    [InlineData("照料卧床、失能或残疾家人", "zlwcsnhcjjr")]
    public void What_is_no_name_is_read_by_its_usual_readings(string text, string initials) =>
        Pinyin.InitialsOf(text).Should().Be(initials);

    [Theory]
    [InlineData("吕建国", "lü jian guo")]
    [InlineData("单雄信", "shan xiong xin")]
    [InlineData("张建国2", "zhang jian guo 2")]
    [InlineData("Tom李", "tom li")]
    public void A_name_is_spelled_in_whole_syllables(string name, string spelling) => Pinyin.Spelling(name).Should().Be(spelling);

    [Fact]
    public void Names_stand_in_the_order_of_a_dictionary_and_those_of_one_family_name_together()
    {
        string[] ordered =
        [
            "阿旺", "安贵", "陈存德", "成玉山", "黎明", "李建国", "李伟", "刘娟", "鲁犇", "吕芳", "栾勇", "罗浩然", "区志强", "欧志强", "欧阳永贵", "仇小兰", "单雄信", "解永红",
            "曾红霞", "查文斌", "翟涛", "张建国", "张建国2", "张伟", "章瑞", "\U00020bb9三",
        ];

        ordered.Reverse().Order(Pinyin.Comparer).Should().Equal(ordered);
        ordered.Reverse().OrderBy(Pinyin.SortKey, StringComparer.Ordinal).Should().Equal(ordered);
    }

    [Fact]
    public void Characters_that_sound_alike_stand_in_an_order_of_their_own()
    {
        string[] ordered = ["张芳", "张芬", "张琴", "章芳"];

        ordered.Reverse().Order(Pinyin.Comparer).Should().Equal(ordered);
        Pinyin.Comparer.Compare("张·芳", "张芳").Should().NotBe(0);
    }

    [Fact]
    public void Any_text_has_initials_and_a_place_in_the_order() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(string Text, char[] Units)>().Resize(40).ToArbitrary(),
        random =>
        {
            foreach (var text in (string[])[random.Text ?? "", new(random.Units ?? []), "欧阳" + new string(random.Units)])
            {
                var initials = Pinyin.Initials(text);
                if (initials.Any(char.IsAsciiLetterUpper) || initials.Any(char.IsWhiteSpace) || initials.Length > text.Length) return false;
                if (Pinyin.InitialsOf(text).Length != initials.Length || Pinyin.Spelling(text).Contains("  ", StringComparison.Ordinal))
                    return false;
                if (Pinyin.Comparer.Compare(text, text) != 0 || Pinyin.Comparer.Compare(text, text + "张") > 0) return false;
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void The_table_names_its_source_version_and_licence_and_is_small()
    {
        using var stream = typeof(Pinyin).Assembly.GetManifestResourceStream("pinyin.txt")!;
        using var reader = new StreamReader(stream);

        var text = reader.ReadToEnd();

        text.Split('\n')[0].Should().Contain("pinyin-pro 3.29.4 (MIT)");
        text.Should().Contain("Permission is hereby granted");
        stream.Length.Should().BeLessThan(512 * 1024);
    }
}
