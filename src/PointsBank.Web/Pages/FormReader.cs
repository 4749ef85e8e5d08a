using NodaTime;
using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Village;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages;

/// <summary>
/// Reads a form as people fill it in (spaces, full-width digits) and keeps what is wrong with its fields. Missing is told only where it is
/// required.
/// </summary>
public sealed class FormReader(IFormCollection form)
{
    /// <summary>
    /// Names of fields that are never kept, not even in a digest: a PIN has so few values that its digest would give it away.
    /// </summary>
    static readonly string[] Secrets = ["pin", "oldPin", "newPin", "again", "password", "presentPassword", "token", "seed", "card"];

    /// <summary>No form of ours asks for a longer text.</summary>
    const int MaxCharacters = 200_000;

    static readonly LocalTimePattern HoursAndMinutes = LocalTimePattern.CreateWithInvariantCulture("H':'mm");

    readonly List<Refusal> refusals = [];

    /// <summary>The form's own name for its write.</summary>
    public IdempotencyKey Key => IdempotencyKey.TryParse(form["key"].ToString(), out var key) ? key : default;

    public IFormFileCollection Files => form.Files;

    /// <summary>Every field that may be kept, in the order of their names.</summary>
    internal IEnumerable<KeyValuePair<string, string>> WithoutSecrets => form
        .Where(pair => pair.Key != "key" && !IsSecret(pair.Key) && pair.Key != "__RequestVerificationToken")
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()));

    /// <summary>Whether a field of this name holds a secret, such as <c>authorisedBy.pin</c>.</summary>
    public static bool IsSecret(string name) => Secrets.Contains(name[(name.LastIndexOf('.') + 1)..], StringComparer.OrdinalIgnoreCase);

    public bool Has(string name) => form.ContainsKey(name);

    /// <summary>The text, trimmed; empty where there is none.</summary>
    public string Text(string name, int most = MaxCharacters)
    {
        var text = form[name].ToString().Trim();
        if (text.Length <= most) return text;
        Refuse(new Refusal(VillageRefusals.TooLong, name).With("most", most));
        return "";
    }

    /// <summary>The text; nothing in it is a refusal.</summary>
    public string Required(string name, int most = MaxCharacters)
    {
        var text = Text(name, most);
        if (text.Length == 0 && !refusals.Exists(refusal => refusal.Field == name)) Refuse(new(VillageRefusals.MissingValue, name));
        return text;
    }

    /// <summary>Every value under this name, such as ticked boxes.</summary>
    public IReadOnlyList<string> All(string name) =>
        [.. form[name].Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value!.Trim())];

    /// <summary>A whole number; null where there is none, 0 with a refusal where it is no number.</summary>
    public long? Number(string name, long least = 0, long most = TypedNumber.Max)
    {
        var text = Text(name, 40);
        if (text.Length == 0) return null;
        if (!TypedNumber.TryWhole(text, out var typed)) Refuse(new(WebRefusals.WrongType, name));
        else if (typed is not { } number || number < least || number > most)
            Refuse(new Refusal(VillageRefusals.OutOfRange, name).With("least", least).With("most", most));
        else return number;
        return 0;
    }

    /// <summary>
    /// After which number a list goes on; null where it begins, or where what stands there is no number that a list gives.
    /// </summary>
    public long? After() => TypedNumber.Whole(form["after"].ToString()) is >= 0 and <= TypedNumber.Max and var number ? number : null;

    /// <summary>A whole number; nothing in it is a refusal.</summary>
    public long RequiredNumber(string name, long least = 0, long most = TypedNumber.Max)
    {
        if (Number(name, least, most) is { } number) return number;
        Refuse(new(VillageRefusals.MissingValue, name));
        return 0;
    }

    /// <summary>A day with its year; null where there is none.</summary>
    public LocalDate? Date(string name)
    {
        var text = Text(name, 40);
        if (text.Length == 0) return null;
        if (TypedDay.Whole(text) is { } day) return day;
        Refuse(new(WebRefusals.NotADate, name));
        return null;
    }

    /// <summary>A day; nothing in it is a refusal.</summary>
    public LocalDate RequiredDate(string name)
    {
        if (Date(name) is { } date) return date;
        if (!refusals.Exists(refusal => refusal.Field == name)) Refuse(new(VillageRefusals.MissingValue, name));
        return default;
    }

    /// <summary>A time of the day, as <c>08:30</c>, <c>8:30</c> or <c>830</c>; null where there is none.</summary>
    public LocalTime? Time(string name)
    {
        var text = CleanText.Narrow(Text(name, 40));
        if (text.Length == 0) return null;
        if (text.Length is 3 or 4 && text.All(char.IsAsciiDigit)) text = text.Insert(text.Length - 2, ":");
        if (HoursAndMinutes.Parse(text) is { Success: true } time) return time.Value;
        Refuse(new(WebRefusals.NotATime, name));
        return null;
    }

    /// <summary>Whether the box is ticked.</summary>
    public bool Flag(string name) => TypedAnswer.YesNo(form[name].ToString()) is true;

    public void Refuse(Refusal refusal) => refusals.Add(refusal);

    /// <summary>Everything that is wrong; null where all is well.</summary>
    public IReadOnlyList<Refusal>? Finish() => refusals.Count == 0 ? null : refusals;
}
