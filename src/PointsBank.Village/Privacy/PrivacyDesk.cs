using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Privacy;

/// <summary>Privacy: its desks by task.</summary>
public sealed class PrivacyDesk(Database database, BankDesk banks, HouseholdDesk households)
{
    public ConsentDesk Consents { get; } = new(database, banks, households);

    public HouseholdExport Exports { get; } = new(database, banks);

    public LeavingDesk Leavings { get; } = new(database, banks);

    public ErasureDesk Erasures { get; } = new(database);

    public RetentionDesk Retention { get; } = new(database, banks);

    public DisclosureDesk Disclosures { get; } = new(database, banks);
}
