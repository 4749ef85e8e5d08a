using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Village;

namespace PointsBank.Web.Http;

/// <summary>One query parameter, for the OpenAPI document.</summary>
public sealed record QueryParameter(
    string Name, string Kind, string? Format = null, long? Least = null, long? Most = null, IReadOnlyList<string>? Allowed = null);

/// <summary>
/// Reads query parameters by name and kind and keeps what is wrong with them; what nobody asked for is unknown and refused.
/// Run over an empty query it tells which parameters there are.
/// </summary>
public sealed class QueryReader(IQueryCollection query)
{
    readonly List<QueryParameter> known = [];
    List<Refusal>? refusals;

    public IReadOnlyList<QueryParameter> Known => known;

    /// <summary>A day, such as 2026-03-02.</summary>
    public LocalDate? Date(string name)
    {
        if (Take(new(name, "string", "date")) is not { } text) return null;
        if (TypedDay.Whole(text) is { } day) return day;
        Refuse(WebRefusals.NotADate, name);
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public long? Number(string name, long least = 0, long most = TypedNumber.Max)
    {
        if (Take(new(name, "integer", "int64", least, most)) is not { } text) return null;
        if (!TypedNumber.TryWhole(text, out var typed))
        {
            Refuse(WebRefusals.WrongType, name);
            return null;
        }
        if (typed is { } number && number >= least && number <= most) return number;
        Add(new Refusal(VillageRefusals.OutOfRange, name).With("least", least).With("most", most));
        return null;
    }

    /// <summary>A few words to look for.</summary>
    public string? Text(string name, int most = 100)
    {
        if (Take(new(name, "string", Most: most)) is not { } text) return null;
        if (text.Length <= most) return text;
        Add(new Refusal(VillageRefusals.TooLong, name).With("most", most));
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string? OneOf(string name, params IReadOnlyList<string> allowed)
    {
        if (Take(new(name, "string", Allowed: allowed)) is not { } text) return null;
        if (allowed.Contains(text)) return text;
        Add(new Refusal(VillageRefusals.NotInList, name).With("allowed", string.Join(", ", allowed)));
        return null;
    }

    /// <summary>
    /// True or false; false where it is not given. Given with nothing in it, it is neither: nothing is written that was meant to be tried.
    /// </summary>
    public bool Flag(string name)
    {
        if (Take(new(name, "boolean")) is not { } text)
        {
            if (query.TryGetValue(name, out var values) && values.Count == 1) Refuse(WebRefusals.WrongType, name);
            return false;
        }
        if (TypedAnswer.YesNo(text) is { } answer) return answer;
        Refuse(WebRefusals.WrongType, name);
        return false;
    }

    /// <summary><c>after</c> and <c>limit</c>.</summary>
    public Paging Paging() => new(Number("after") ?? 0, (int)(Number("limit", 1, Http.Paging.MaxItems) ?? Http.Paging.UsualItems));

    /// <summary>Everything that is wrong, what was never asked for included; null where all is well.</summary>
    public IReadOnlyList<Refusal>? Finish()
    {
        foreach (var name in query.Keys)
            if (!known.Exists(parameter => parameter.Name == name))
                Refuse(WebRefusals.UnknownParameter, name);
        return refusals;
    }

    string? Take(QueryParameter parameter)
    {
        known.Add(parameter);
        if (!query.TryGetValue(parameter.Name, out var values) || values.Count == 0) return null;
        if (values.Count == 1) return values[0] is { Length: > 0 } text ? text : null;
        Refuse(WebRefusals.DuplicateParameter, parameter.Name);
        return null;
    }

    void Refuse(RefusalKind kind, string name) => Add(new(kind, name));

    void Add(Refusal refusal) => (refusals ??= []).Add(refusal);
}
