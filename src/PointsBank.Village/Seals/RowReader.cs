using System.Globalization;
using System.Text;
using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Storage;

namespace PointsBank.Village.Seals;

/// <summary>The rows of a part as they stand in their table now, one at a time, with what a seal says of each.</summary>
sealed class RowReader : IDisposable
{
    readonly SealedPart part;
    readonly Statement statement;
    readonly Statement.Rows rows;
    readonly int width;

    /// <summary>All rows.</summary>
    public RowReader(DbSession db, SealedPart part, long bank)
    {
        (this.part, width) = (part, part.Order.Length + part.Columns.Length);
        statement = SealedRowTable.All(db, part);
        rows = part.HasBank ? statement.Query(bank) : statement.Query();
    }

    /// <summary>The rows of a log after one key and up to another.</summary>
    public RowReader(DbSession db, SealedPart part, long bank, long after, long upto)
    {
        (this.part, width) = (part, part.Order.Length + part.Columns.Length);
        statement = SealedRowTable.Stretch(db, part);
        rows = part.HasBank ? statement.Query(bank, after, upto) : statement.Query(after, upto);
    }

    public bool Read() => rows.Read();

    /// <summary>The number that gives a log its order.</summary>
    public long Place => rows.Number(0);

    /// <summary>
    /// The values that name the row: numbers in decimal, bytes in hexadecimal, texts with a stroke before each <c>|</c> and <c>\</c>.
    /// </summary>
    public string Key
    {
        get
        {
            if (part.Order.Length == 1) return Name(0);
            var key = new StringBuilder(Name(0));
            for (var i = 1; i < part.Order.Length; i++) key.Append('|').Append(Name(i));
            return key.ToString();
        }
    }

    /// <summary>When the row came, where it says so; else null.</summary>
    public long? Came => part.Instant is null || rows.IsNull(width) ? null : rows.Number(width);

    /// <summary>Adds the row to a digest, by the columns that a seal of this schema knows.</summary>
    public void AddTo(RowBytes bytes, long schema) => bytes.Add(rows, 0, part.Width(schema));

    /// <summary>The row's own digest under a salt.</summary>
    public Digest DigestUnder(byte[]? salt, RowBytes bytes, long schema)
    {
        if (salt is not null) bytes.AddRaw(salt);
        AddTo(bytes, schema);
        return bytes.Finish();
    }

    /// <summary>
    /// Whether words of it may have been erased: a text beside its key is empty, a dash, or says that a name was struck out.
    /// </summary>
    public bool IsErased
    {
        get
        {
            for (var i = part.Order.Length; i < width; i++)
                if (rows.Kind(i) == SqlKind.Text
                    && (rows.Text(i) is "" or "—" || rows.Text(i).Contains(Erased.Mark, StringComparison.Ordinal)))
                    return true;
            return false;
        }
    }

    public void Dispose()
    {
        rows.Dispose();
        statement.Dispose();
    }

    string Name(int column) => rows.Kind(column) switch
    {
        SqlKind.Number => rows.Number(column).ToString(CultureInfo.InvariantCulture),
        SqlKind.Bytes => Convert.ToHexStringLower(rows.Bytes(column)),
        SqlKind.Text => rows.Text(column).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal),
        _ => "",
    };
}
