using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>What a caller asked, for the record and for answering a repetition.</summary>
/// <param name="Key">The caller's name for the write.</param>
/// <param name="Fingerprint">What was asked, digested, with who asked it.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Action">What was asked, as a code such as <c>credit</c>.</param>
public sealed record WriteRequest(IdempotencyKey Key, Digest Fingerprint, string Actor, string Action);

/// <summary>What a person wrote beside an entry; only its salted digest goes under the hash, so that the words can be erased.</summary>
/// <param name="Text">The words.</param>
/// <param name="Salt">16 random bytes, so that short words cannot be guessed from the digest.</param>
public sealed record Note(string Text, byte[] Salt)
{
    /// <summary>A note with a fresh salt.</summary>
    public static Note Of(string text) => new(text, System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    /// <summary>What goes under the hash.</summary>
    public Digest Digest => Digest.Salted(Salt, Text);
}

/// <summary>What work on the writer's thread may use. It is valid only while that work runs.</summary>
public sealed class Writer : DbSession
{
    readonly DatabaseOptions options;
    readonly ConcurrentDictionary<(long, AccountKey), Account> unwritten;
    readonly Dictionary<long, Book> books = [];
    readonly Statements statements;
    readonly Statement findRequest, addRequest;
    long lastRecorded;

    internal Writer(SqliteConnection connection, DatabaseOptions options, ConcurrentDictionary<(long, AccountKey), Account> unwritten)
        : base(connection)
    {
        this.options = options;
        this.unwritten = unwritten;
        statements = new(this);
        findRequest = new(this, "select fingerprint, answer from requests where bank = @bank and key = @key", "@bank", "@key");
        addRequest = new(this, """
            insert into requests (bank, key, fingerprint, actor, action, recorded_at, answer)
            values (@bank, @key, @fingerprint, @actor, @action, @at, @answer)
            """, "@bank", "@key", "@fingerprint", "@actor", "@action", "@at", "@answer");
    }

    /// <summary>Now, by the injected clock: the moment at which this work began.</summary>
    public Instant Now { get; private set; }

    /// <summary>Now, as epoch milliseconds.</summary>
    public long NowMilliseconds => Now.ToUnixTimeMilliseconds();

    internal void Begin() => Now = options.Clock.GetCurrentInstant();

    internal bool HasUnwrittenHeads => books.Values.Any(book => book.HasUnwrittenHeads);

    /// <summary>The bank's book.</summary>
    public Book Book(long bank)
    {
        if (!books.TryGetValue(bank, out var book)) books.Add(bank, book = new(this, statements, bank, unwritten));
        book.Refresh();
        return book;
    }

    /// <summary>Makes an empty book for a new bank and answers the bank's number; null if the code is taken.</summary>
    public long? AddBook(BankCode code) => BookTable.Add(this, code);

    /// <summary>
    /// Does something once for each key: a repeated request gets the first answer, marked replayed; the same key for another request is
    /// refused. The key is claimed together with its effect, so a refused request does not burn it. <paramref name="bank"/> is 0 outside
    /// any bank.
    /// </summary>
    public Outcome<T> Once<T>(long bank, WriteRequest request, Func<Outcome<T>> work)
    {
        if (request.Key.IsNone) return LedgerRefusals.KeyMissing;
        var key = request.Key.ToArray();
        using (var rows = findRequest.Query(bank, key))
            if (rows.Read())
            {
                if (!rows.Bytes(0).SequenceEqual(request.Fingerprint.ToArray())) return LedgerRefusals.KeyReused;
                var answer = rows.Text(1);
                return answer.Length == 0 ? StorageRefusals.AnswerErased : Read<T>(answer) is { } value
                    ? Outcome<T>.Again(value, answer)
                    : Outcome<T>.Unreadable(new(StorageRefusals.AnswerErased), answer);
            }
        var outcome = work();
        if (outcome.Refusal is null)
            addRequest.Execute(
                bank, key, request.Fingerprint.ToArray(), request.Actor, request.Action, Record(),
                JsonSerializer.Serialize(outcome.Value, Json));
        return outcome;
    }

    /// <summary>
    /// Every request accepted so far was recorded at the answered moment or before it, every later one is recorded after it, whatever the
    /// clock says meanwhile: what a seal holds of them is whole. <paramref name="least"/> is how far the last seal went.
    /// </summary>
    public long CloseRecords(long least)
    {
        lastRecorded = Math.Max(Math.Max(lastRecorded, least), NowMilliseconds);
        return lastRecorded++;
    }

    /// <summary>When a request is recorded: now, and never before what a seal has closed.</summary>
    long Record() => lastRecorded = Math.Max(lastRecorded, NowMilliseconds);

    internal static Outcome<T>? FindAnswer<T>(DbSession db, long bank, IdempotencyKey key, Digest fingerprint)
    {
        var answer = db.QuerySingleOrDefault<string>(
            "select answer from requests where bank = @bank and key = @key and fingerprint = @fingerprint",
            new { bank, key = key.ToArray(), fingerprint = fingerprint.ToArray() });
        return string.IsNullOrEmpty(answer) ? default(Outcome<T>?)
            : Read<T>(answer) is { } value ? Outcome<T>.Again(value) : StorageRefusals.AnswerErased;
    }

    /// <summary>A kept answer as a value; null where its members have other names by now, rather than zeros in their place.</summary>
    static T? Read<T>(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(answer, KeptJson);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>How answers and proposals are kept: web naming, days and instants in ISO, Chinese as it is.</summary>
    public static JsonSerializerOptions Json { get; } = MakeJson();

    static JsonSerializerOptions KeptJson { get; } = new(Json) { RespectRequiredConstructorParameters = true };

    static JsonSerializerOptions MakeJson()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.AddNodaTime();
        return options;
    }

    /// <summary>Keeps what a person wrote beside an entry.</summary>
    public void AddNote(long bank, EntryNumber entry, Note note) => Prepared(
        "insert into entry_notes (bank, entry, salt, text) values (@bank, @entry, @salt, @text)", "@bank", "@entry", "@salt", "@text")
        .Execute(bank, entry.Value, note.Salt, note.Text);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        findRequest.Dispose();
        addRequest.Dispose();
        statements.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Heads that the last writer left unwritten are rebuilt before anybody can read: a reader must not wait for the first write.
    /// </summary>
    internal void Recover()
    {
        foreach (var bank in BookTable.Lagging(this))
            try
            {
                Book(bank);
            }
            catch (Exception fault) when (fault is InvalidDataException or FormatException or OverflowException)
            {
                // One bank's damaged rows must not keep the others closed; verify names them, and writing to that bank fails.
                books.Remove(bank);
            }
        Forget();
    }

    internal void Keep()
    {
        foreach (var book in books.Values) book.Keep();
    }

    internal void Undo()
    {
        foreach (var book in books.Values) book.Undo();
    }

    internal void Forget()
    {
        foreach (var book in books.Values) book.Unpin();
    }

    internal void WriteBack(int most)
    {
        foreach (var book in books.Values) book.WriteBack(most);
    }

    internal void Publish()
    {
        foreach (var book in books.Values) book.Publish();
    }

    internal void Drop()
    {
        foreach (var book in books.Values) book.Drop();
        books.Clear();
    }
}
