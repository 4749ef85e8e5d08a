using NodaTime;

namespace PointsBank.Village.Callers;

/// <summary>
/// Secrets that a guesser tries first: runs, repetitions, what very many people take, the own name, the household's birthdays.
/// </summary>
static class EasyToGuess
{
    /// <summary>What people take who are asked for digits: runs and repetitions beside, these lead the lists of stolen PINs.</summary>
    static readonly HashSet<string> Pins =
    [
        "1314", "5200", "5201", "5211", "1230", "1004", "2580", "0852", "1379", "147258", "258369", "159357", "159753", "123321", "112358",
        "520131", "5201314", "1314520", "7758521", "7758258", "201314", "168888", "100200", "110120", "123654", "147852", "142857",
        "789456", "456123", "12301230", "14725836", "31415926",
    ];

    /// <summary>The same of passwords, without case and punctuation; a few digits around a word make it no better.</summary>
    static readonly HashSet<string> Words =
    [
        "password", "passwd", "passw0rd", "p4ssword", "mima", "wodemima", "admin", "administrator", "root", "user", "guest", "test", "demo",
        "welcome", "login", "master", "hello", "iloveyou", "woaini", "woaiwojia", "woaizhongguo", "zhongguo", "china", "beijing", "nihao",
        "letmein", "monkey", "dragon", "sunshine", "princess", "football", "superman", "pointsbank", "jifenyinhang", "jifen", "cunwei",
        "cunweihui", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsx", "qazwsxedc", "qweasd", "qweasdzxc", "zaqxsw", "abc", "abcd",
        "aa", "a", "q", "qq", "qwe", "asd", "zxc",
        "woshishui", "changeme", "secret", "mypassword",
    ];

    /// <summary>The fewest different signs of a seed: half of what sixteen hexadecimal digits offer.</summary>
    const int FewestSigns = 8;

    static readonly string[] Keys =
        ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
         "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujm"];

    /// <summary>Whether a PIN is one of these, or a birthday of somebody in the household.</summary>
    public static bool Pin(string pin, IEnumerable<LocalDate> birthdays) =>
        IsPattern(pin) || Pins.Contains(pin) || birthdays.SelectMany(Written).Contains(pin);

    /// <summary>Whether a password is one of these, or little more than a name of whoever it is for.</summary>
    public static bool Password(string password, params ReadOnlySpan<string> names)
    {
        var plain = Plain(password);
        if (plain.Distinct().Count() < 4
            || IsPattern(plain)
            || Keys.Any(row => Holds(row, plain) || Holds(row, string.Concat(plain.Reverse()))))
            return true;
        var word = plain.Trim('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var digits = word.Length == 0 ? plain : plain.Replace(word, "", StringComparison.Ordinal);
        if (Words.Contains(plain) || (Words.Contains(word) && (digits.Length <= 4 || IsPattern(digits) || Pins.Contains(digits))))
            return true;
        foreach (var name in names)
            if (Plain(name) is { Length: > 0 } own
                && Holds(plain, own)
                && plain.Replace(own, "", StringComparison.Ordinal).All(char.IsAsciiDigit))
                return true;
        return false;
    }

    /// <summary>Whether a seed that tokens are derived from can be found by trying: few signs, a run or a repetition.</summary>
    public static bool Seed(string seed) =>
        seed.Distinct().Count() < FewestSigns || IsPattern(seed) || IsMostlyRuns(seed) || Keys.Any(row => Holds(seed, row[..6]));

    /// <summary>
    /// Runs one after another, such as the alphabet and then digits: of signs drawn by lot about every sixth follows the one before.
    /// </summary>
    static bool IsMostlyRuns(string text) =>
        text.Zip(text.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) <= 1) * 2 > text.Length;

    /// <summary>One thing again and again (121212, 12121), a run (1234, 4321), or a run of pairs (112233).</summary>
    static bool IsPattern(string text) =>
        IsRepeated(text) || IsRun(text) || (IsPairs(text) && IsRun(string.Concat(text.Where((_, i) => i % 2 == 0))));

    static bool IsPairs(string text) => text.Length % 2 == 0 && text.Chunk(2).All(pair => pair[0] == pair[1]);

    static bool IsRepeated(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
            if (text.AsSpan(length).SequenceEqual(text.AsSpan(..^length)))
                return true;
        return false;
    }

    /// <summary>Each sign one further than the last, or one back; after 9 comes 0.</summary>
    static bool IsRun(string text) =>
        text.Length > 1 && new[] { 1, -1 }.Any(step => text.Zip(text.Skip(1)).All(pair => Follows(pair.First, pair.Second, step)));

    static bool Follows(char first, char second, int step) =>
        second - first == step || (char.IsAsciiDigit(first) && char.IsAsciiDigit(second) && (first - '0' + step + 10) % 10 == second - '0');

    /// <summary>A day as people make digits of it.</summary>
    static IEnumerable<string> Written(LocalDate day)
    {
        string[] patterns =
            ["yyyy", "MMdd", "ddMM", "yyMM", "MMyy", "yyMMdd", "ddMMyy", "MMddyy", "yyyyMM", "MMyyyy", "yyyyMMdd", "ddMMyyyy", "MMddyyyy"];
        var date = day.ToDateOnly();
        foreach (var pattern in patterns) yield return date.ToString(pattern, System.Globalization.CultureInfo.InvariantCulture);
        yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{day.Year}{day.Month}{day.Day}");
    }

    static bool Holds(string text, string part) => text.Contains(part, StringComparison.Ordinal);

    static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
