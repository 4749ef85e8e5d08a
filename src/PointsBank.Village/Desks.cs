using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Clocks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Favours;
using PointsBank.Village.Funds;
using PointsBank.Village.Honours;
using PointsBank.Village.Households;
using PointsBank.Village.Imports;
using PointsBank.Village.Journal;
using PointsBank.Village.Keys;
using PointsBank.Village.Notices;
using PointsBank.Village.Proposals;
using PointsBank.Village.Privacy;
using PointsBank.Village.Reports;
using PointsBank.Village.Reversals;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Seals;
using PointsBank.Village.Service;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;
using PointsBank.Village.Trips;
using PointsBank.Village.Verification;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village;

/// <summary>Every desk of the village over one database. The web and the command line go through here and nowhere else.</summary>
public sealed class Desks
{
    public Desks(Database database, IClock clock, Secrets? secrets = null, KeyRing? keys = null)
    {
        Database = database;
        secrets ??= new();
        keys ??= new(KeyRing.FileBeside(database.File));
        Keys = new(database, keys);
        var tries = new Tries(database, clock, secrets);
        Banks = new(database, clock);
        Seals = new(database, Banks);
        Households = new(database, clock);
        Passbooks = new(database, Banks, secrets, tries, keys);
        FirstPassbooks = new(database, Passbooks);
        Finder = new(database);
        Rulebooks = new(database);
        Deeds = new(database, Banks, Rulebooks);
        Reversals = new(database, Banks, VillageRooms.Reversals);
        Service = new(database, Banks, Rulebooks, Deeds, secrets, tries);
        Shops = new(database, Banks);
        Sharings = new(database, Banks);
        Stock = new(database, Banks);
        Counts = new(database, Stock);
        Corrections = new(database, Stock, VillageRooms.CostRules);
        ShopReports = new(database, Banks);
        var authoriser = new Authoriser(database, Passbooks, secrets, tries, keys);
        Redemptions = new(database, Banks, authoriser, Reversals, VillageRooms.Shortfalls);
        Shifts = new(database);
        Vouchers = new(database, Banks, authoriser, keys, VillageRooms.Shortfalls);
        Reservations = new(database, Banks, authoriser, Redemptions, VillageRooms.Shortfalls);
        Fund = new(database, Banks, Reversals);
        Settlements = new(database, Banks);
        BoardDefinitions = new(database, Banks, Rulebooks);
        Boards = new(database, Banks, Households, BoardDefinitions);
        Publications = new(database, Banks, Rulebooks, BoardDefinitions, Seals);
        Black = new(database, Banks, Deeds);
        BlackObjections = new(database, Banks);
        Journal = new(database, Banks, Boards);
        CheckCodes = new(database, Banks, Seals);
        Verification = new(database, Banks, Seals);
        Claims = new(database, Deeds);
        Slips = new(database, Deeds);
        Reminders = new(database, Deeds);
        Assessments = new(database, Banks, Rulebooks);
        Notices = new(database, Banks, Rulebooks);
        Objections = new(database, Banks, Assessments);
        Reports = new(database, Banks);
        Trips = new(database, Banks);
        Devices = new(database, Banks);
        HandOuts = new(database, Banks, Redemptions);
        Favours = new(database, Banks);
        Suspensions = new(database, Banks);
        Honours = new(database, Banks, Deeds);
        Ratings = new(database, Banks);
        Loans = new(database, Banks);
        Privacy = new(database, Banks, Households, VillageRooms.Personal);
        ClockCheck = new(database, clock);
        Clock = new(database, Banks, Notices, Devices, Suspensions, Privacy.Retention, Seals);
        Imports = new(database, Banks, Households, Rulebooks, Deeds, Reversals);
        Openings = new(database, Deeds, Reversals);
        Years = new(database, Banks, Seals);
        Changes = new(database, Banks, Households, Passbooks, new(VillageRooms.OpenItems));
        Proposals = new(database, Changes, Honours);
        Waiting = new(
            database, Banks, Notices, Objections, Black, BlackObjections, Suspensions, Privacy.Erasures, Years, Openings, Rulebooks,
            Reminders, Proposals, Service.Activities);
        Staff = new(database, clock, secrets, tries);
        SignIn = new(database, clock, Passbooks, secrets, tries);
        Staff.Changed += SignIn.Forget;
        Passbooks.Changed += _ => SignIn.Forget();
        Households.Changed += Finder.Forget;
        Passbooks.Changed += Finder.Forget;
        Privacy.Erasures.Changed += Finder.Forget;
        Privacy.Erasures.Changed += _ => SignIn.Forget();
    }

    public Database Database { get; }

    public KeyDesk Keys { get; }

    public BankDesk Banks { get; }

    public SealDesk Seals { get; }

    public HouseholdDesk Households { get; }

    public PassbookDesk Passbooks { get; }

    public FirstPassbookDesk FirstPassbooks { get; }

    public HouseholdFinder Finder { get; }

    public WaitingDesk Waiting { get; }

    public RulebookDesk Rulebooks { get; }

    public DeedDesk Deeds { get; }

    public ReversalDesk Reversals { get; }

    public ServiceDesk Service { get; }

    public ShopDesk Shops { get; }

    public SharingDesk Sharings { get; }

    public StockDesk Stock { get; }

    public CountDesk Counts { get; }

    public CorrectionDesk Corrections { get; }

    public ShopReports ShopReports { get; }

    public RedemptionDesk Redemptions { get; }

    public ShiftDesk Shifts { get; }

    public VoucherDesk Vouchers { get; }

    public ReservationDesk Reservations { get; }

    public TripDesk Trips { get; }

    public DeviceDesk Devices { get; }

    public HandOutDesk HandOuts { get; }

    public FundDesk Fund { get; }

    public SettlementDesk Settlements { get; }

    public DefinitionDesk BoardDefinitions { get; }

    public BoardDesk Boards { get; }

    public PublicationDesk Publications { get; }

    public BlackDesk Black { get; }

    public BlackObjectionDesk BlackObjections { get; }

    public JournalDesk Journal { get; }

    public CheckCodeDesk CheckCodes { get; }

    public VerificationDesk Verification { get; }

    public ClaimDesk Claims { get; }

    public SlipDesk Slips { get; }

    public ReminderDesk Reminders { get; }

    public AssessmentDesk Assessments { get; }

    public NoticeDesk Notices { get; }

    public ObjectionDesk Objections { get; }

    public ClaimReports Reports { get; }

    public FavourDesk Favours { get; }

    public SuspensionDesk Suspensions { get; }

    public HonourDesk Honours { get; }

    public RatingDesk Ratings { get; }

    public LoanDesk Loans { get; }
    public PrivacyDesk Privacy { get; }

    public ClockDesk Clock { get; }

    public ClockCheckDesk ClockCheck { get; }

    public YearEndDesk Years { get; }

    public ChangeDesk Changes { get; }

    public ProposalDesk Proposals { get; }

    public ImportDesk Imports { get; }

    public OpeningDesk Openings { get; }

    public StaffDesk Staff { get; }

    public SignInDesk SignIn { get; }
}
