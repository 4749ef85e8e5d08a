using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>
/// The only door to writing. Many callers' work shares one transaction with a savepoint each, then one durable commit, then the answers.
/// The writer takes what is there and never waits for company: a lone caller pays one commit, a crowd shares one.
/// </summary>
sealed class CommitQueue : IDisposable
{
    readonly BlockingCollection<Work> waiting;
    readonly DatabaseOptions options;
    readonly ClockGuard? clockGuard;
    readonly Writer writer;
    readonly Thread thread;
    readonly Statement begin, commit, rollback, savepoint, release, rollbackTo;
    long commits, writes;
    bool isUnfolded;

    public CommitQueue(
        SqliteConnection connection, DatabaseOptions options, ConcurrentDictionary<(long, AccountKey), Account> unwritten,
        ClockGuard? clockGuard)
    {
        this.options = options;
        this.clockGuard = clockGuard;
        waiting = new(options.QueueCapacity);
        writer = new(connection, options, unwritten);
        begin = new(writer, "begin immediate");
        commit = new(writer, "commit");
        rollback = new(writer, "rollback");
        savepoint = new(writer, "savepoint work");
        release = new(writer, "release work");
        rollbackTo = new(writer, "rollback to work");
        writer.Recover();
        thread = new(Run) { Name = "pointsbank writer", IsBackground = true };
        thread.Start();
    }

    public int Waiting => waiting.Count;

    public long Commits => Interlocked.Read(ref commits);

    public long Writes => Interlocked.Read(ref writes);

    /// <summary>What stopped the loop, if anything did: kept, and told to every later caller.</summary>
    public Exception? Fault { get; private set; }

    public Task<Outcome<T>> Enqueue<T>(Func<Writer, Outcome<T>> run, bool dryRun, bool atAnyClock)
    {
        var work = new Work<T>(run, dryRun, atAnyClock ? null : clockGuard);
        Add(work);
        return work.Answer;
    }

    /// <summary>Writes the file anew after what the writer has done so far; those who ask at the same time share one writing.</summary>
    public Task<Outcome<bool>> WriteAnew()
    {
        var anew = new Anew();
        Add(anew);
        return anew.Answer;
    }

    void Add(Work work)
    {
        if (Fault is { } fault)
        {
            work.Fail(new InvalidOperationException("the writer has stopped", fault));
            return;
        }
        try
        {
            if (!waiting.TryAdd(work)) work.Refuse(StorageRefusals.Overloaded);
        }
        catch (InvalidOperationException)
        {
            work.Refuse(StorageRefusals.Stopping);
        }
    }

    public void Dispose()
    {
        waiting.CompleteAdding();
        thread.Join();
        waiting.Dispose();
        foreach (var statement in (Statement[])[begin, commit, rollback, savepoint, release, rollbackTo]) statement.Dispose();
        try
        {
            writer.Execute("pragma wal_checkpoint(truncate)");
        }
        catch (SqliteException)
        {
            // A full disk or a reader in the way: the log stays beside the file and is read when it is next opened.
        }
        finally
        {
            writer.Dispose();
        }
    }

    void Run()
    {
        var batch = new List<Work>(options.MaxPerCommit);
        try
        {
            while (!waiting.IsCompleted)
            {
                if (!waiting.TryTake(out var first, writer.HasUnwrittenHeads ? 100 : Timeout.Infinite))
                {
                    if (!waiting.IsCompleted) WriteHeads(all: false);
                    continue;
                }
                batch.Add(first);
                while (batch.Count < options.MaxPerCommit && waiting.TryTake(out var next)) batch.Add(next);
                RunTogether(batch);
                WriteAnew([.. batch.OfType<Anew>()]);
                batch.Clear();
            }
            WriteHeads(all: true);
        }
        catch (Exception fault)
        {
            Fault = fault;
            GiveUp();
            foreach (var work in batch.Concat(waiting.GetConsumingEnumerable())) work.Fail(fault);
        }
    }

    /// <summary>
    /// SQLite overwrites what is deleted, yet when it moves rows between pages it leaves copies in the gaps; only a file written anew has
    /// none.
    /// </summary>
    void WriteAnew(IReadOnlyList<Anew> asked)
    {
        try
        {
            if (asked.Count > 0)
            {
                writer.Execute("vacuum");
                isUnfolded = true;
            }
            // A reader in the way: the pages of before are overwritten after a later write.
            if (isUnfolded) isUnfolded = writer.ExecuteScalar<long>("pragma wal_checkpoint(truncate)") != 0;
            foreach (var anew in asked) anew.Done();
        }
        catch (SqliteException fault)
        {
            foreach (var anew in asked) anew.Fail(fault);
        }
    }

    void RunTogether(List<Work> batch)
    {
        try
        {
            begin.Execute();
        }
        catch (SqliteException)
        {
            // Somebody else's hand is on the file for longer than we wait: nothing was tried, so the same key may be sent again.
            foreach (var work in batch) work.Refuse(StorageRefusals.Overloaded);
            return;
        }
        var kept = 0;
        foreach (var work in batch)
        {
            try
            {
                savepoint.Execute();
                if (work.Run(writer))
                {
                    release.Execute();
                    writer.Keep();
                    kept++;
                }
                else
                {
                    rollbackTo.Execute();
                    release.Execute();
                    writer.Undo();
                }
            }
            catch (Exception fault)
            {
                GiveUp();
                if (batch.Count == 1) work.Fail(fault);
                else
                    foreach (var alone in batch)
                        RunTogether([alone]);
                return;
            }
        }
        Finish(batch, kept);
    }

    void Finish(List<Work> batch, int kept)
    {
        try
        {
            if (kept == 0)
            {
                rollback.Execute();
                writer.Forget();
            }
            else
            {
                // In step with the work: a small commit must not drag many pages of heads along.
                writer.WriteBack(Math.Min(options.HeadsPerCommit, 1 + kept / 4));
                commit.Execute();
                writer.Publish();
                Interlocked.Increment(ref commits);
                Interlocked.Add(ref writes, kept);
            }
        }
        catch (SqliteException fault)
        {
            GiveUp();
            // A full disk fails before the commit mark is on it, so nothing was written; of any other failure we do not know.
            var refusal = fault.SqliteErrorCode == Work.DiskFull ? StorageRefusals.StorageFull : StorageRefusals.OutcomeUnknown;
            foreach (var work in batch) work.Refuse(refusal);
            return;
        }
        foreach (var work in batch) work.Complete();
    }

    /// <summary>What was in the transaction is gone, so what memory says of it is wrong: drop it and read the file again.</summary>
    void GiveUp()
    {
        writer.Drop();
        try
        {
            rollback.Execute();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself: a full disk or a failed write ends the transaction.
        }
    }

    void WriteHeads(bool all)
    {
        if (!writer.HasUnwrittenHeads) return;
        try
        {
            begin.Execute();
            writer.WriteBack(all ? int.MaxValue : 1024);
            commit.Execute();
            writer.Publish();
        }
        catch (SqliteException)
        {
            // Heads are only a copy; the journal holds them all, and they are rebuilt from it.
            GiveUp();
        }
    }

    abstract class Work
    {
        public const int DiskFull = 13;

        /// <summary>Runs the work; true where its effects are to be kept.</summary>
        public abstract bool Run(Writer writer);

        public abstract void Complete();

        public abstract void Refuse(RefusalKind kind);

        public abstract void Fail(Exception fault);
    }

    /// <summary>Writes nothing; once the work beside it is committed, the file is written anew.</summary>
    sealed class Anew : Work
    {
        readonly TaskCompletionSource<Outcome<bool>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Outcome<bool>> Answer => answer.Task;

        public override bool Run(Writer writer) => false;

        public override void Complete()
        {
        }

        public void Done() => answer.TrySetResult(true);

        public override void Refuse(RefusalKind kind) => answer.TrySetResult(kind);

        public override void Fail(Exception fault)
        {
            if (fault is SqliteException { SqliteErrorCode: DiskFull }) Refuse(StorageRefusals.StorageFull);
            else answer.TrySetException(fault);
        }
    }

    sealed class Work<T>(Func<Writer, Outcome<T>> run, bool dryRun, ClockGuard? clockGuard) : Work
    {
        readonly TaskCompletionSource<Outcome<T>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Outcome<T> outcome;

        public Task<Outcome<T>> Answer => answer.Task;

        public override bool Run(Writer writer)
        {
            // The work sees the very moment that was found good, so that no jump slips in between.
            writer.Begin();
            outcome = clockGuard?.DoubtOf(writer.Now) is { } doubt ? doubt.Refusal : run(writer);
            return outcome.Refusal is null && !outcome.Replayed && !dryRun;
        }

        public override void Complete() => answer.TrySetResult(outcome);

        public override void Refuse(RefusalKind kind) => answer.TrySetResult(kind);

        public override void Fail(Exception fault)
        {
            if (fault is SqliteException { SqliteErrorCode: DiskFull }) Refuse(StorageRefusals.StorageFull);
            else answer.TrySetException(fault);
        }
    }
}
