using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Privacy;

/// <summary>Privacy: its desks by task.</summary>
public sealed class PrivacyDesk
{
    internal PrivacyDesk(Database database, BankDesk banks, HouseholdDesk households, PersonalData personal)
    {
        Consents = new(database, banks, households);
        Exports = new(database, banks, personal.Exports);
        Leavings = new(database, banks);
        Erasures = new(database, personal.Words);
        Retention = new(database, banks, personal.Retention);
        Disclosures = new(database, banks);
    }

    public ConsentDesk Consents { get; }

    public HouseholdExport Exports { get; }

    public LeavingDesk Leavings { get; }

    public ErasureDesk Erasures { get; }

    public RetentionDesk Retention { get; }

    public DisclosureDesk Disclosures { get; }
}
