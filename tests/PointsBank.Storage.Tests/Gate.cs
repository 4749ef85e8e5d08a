namespace PointsBank.Storage.Tests;

/// <summary>Keeps the writer busy until it is opened, so that what is sent meanwhile arrives together.</summary>
sealed class Gate : IDisposable
{
    readonly ManualResetEventSlim taken = new(), opened = new();

    public Gate(Bank bank, bool isAwaited = true)
    {
        _ = bank.Database.Write<bool>(_ =>
        {
            taken.Set();
            opened.Wait();
            return new Ledger.Refusal(StorageRefusals.Stopping);
        });
        if (isAwaited) Await();
    }

    /// <summary>Waits until the writer is at the gate: all that was sent before is committed.</summary>
    public void Await() => taken.Wait();

    public void Open() => opened.Set();

    public void Dispose() => opened.Set();
}
