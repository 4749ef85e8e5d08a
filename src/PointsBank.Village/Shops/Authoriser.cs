using Dapper;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Shops;

/// <summary>Whose points are spent, by which passbook or voucher.</summary>
sealed record Authorised(long Household, string Serial = "", long? Voucher = null);

/// <summary>The one check that a household agrees, before goods, vouchers or anything kept ready go out.</summary>
sealed class Authoriser(Database database, BankDesk banks, PassbookDesk passbooks)
{
    /// <summary>Wrong codes in a row before a voucher is locked for a quarter of an hour.</summary>
    const int MostWrongCodes = 5;

    static readonly NodaTime.Duration Lock = NodaTime.Duration.FromMinutes(15);

    /// <summary>Whether it is in order is all that is asked here, not whether it was spent: a repetition must find its first answer.</summary>
    public async Task<Outcome<Authorised>> Authorise(long bank, AuthorisationInput by, long? household)
    {
        switch (by.By)
        {
            case "token" when !string.IsNullOrWhiteSpace(by.Token):
                return Matches(passbooks.OpenByToken(by.Token.Trim()), "authorisedBy.token");
            case "pin" when !string.IsNullOrWhiteSpace(by.Serial) && !string.IsNullOrWhiteSpace(by.Pin):
                return Matches(await passbooks.OpenByPin(by.Serial.Trim(), by.Pin), "authorisedBy.pin");
            case "booklet" when household is { } shown:
                return new Authorised(shown);
            case "voucher" when by.Voucher is { } voucher && !string.IsNullOrWhiteSpace(by.Code):
                return await Open(bank, voucher, by.Code, household);
            case "booklet":
                return new Refusal(VillageRefusals.MissingValue, "household");
            case "token":
                return new Refusal(VillageRefusals.MissingValue, "authorisedBy.token");
            case "pin":
                return new Refusal(VillageRefusals.MissingValue, "authorisedBy.pin");
            case "voucher":
                return new Refusal(VillageRefusals.MissingValue, by.Voucher is null ? "authorisedBy.voucher" : "authorisedBy.code");
            default:
                return new Refusal(VillageRefusals.NotInList, "authorisedBy.by");
        }

        Outcome<Authorised> Matches(Outcome<OpenedPassbook> opened, string field)
        {
            if (opened.Refusal is { } refusal) return refusal.Kind == VillageRefusals.SignInLocked ? refusal with { Field = field } : new Refusal(VillageRefusals.NotAuthorised, field);
            var passbook = opened.Value;
            return passbook.Bank == bank && (household ?? passbook.Household) == passbook.Household
                ? new Authorised(passbook.Household, passbook.Serial)
                : new Refusal(VillageRefusals.NotAuthorised, field);
        }
    }

    /// <summary>Opens a voucher by the code printed on it. Wrong codes count, as wrong PINs do.</summary>
    async Task<Outcome<Authorised>> Open(long bank, long number, string code, long? household)
    {
        const string Field = "authorisedBy.code";
        // A wrong code could not be counted now.
        if (database.DoubtOf(banks.ClockNow) is { } doubt) return doubt.Refusal;
        if (database.Read(connection => VoucherTable.Secret(connection, bank, number)) is not { } secret) return new Refusal(VillageRefusals.VoucherInvalid, Field);
        if (PassbookDesk.Locked(secret.LockedUntil.ToInstant(), banks.Now, Field) is { } locked) return locked with { Kind = VillageRefusals.VoucherLocked };
        var right = Voucher.DigestOf(bank, number, code) == secret.Digest;
        if (!right || secret.Wrong > 0)
            await database.Write<bool>(writer =>
            {
                writer.Connection.Execute("""
                    insert into voucher_tries (bank, voucher, wrong, locked_until) values (@bank, @number, 1 - @right, 0)
                    on conflict (bank, voucher) do update set
                      locked_until = case when @right = 0 and voucher_tries.wrong + 1 >= @most then @until else voucher_tries.locked_until end,
                      wrong = case when @right = 1 or voucher_tries.wrong + 1 >= @most then 0 else voucher_tries.wrong + 1 end
                    """, new { bank, number, right = right ? 1 : 0, most = MostWrongCodes, until = (writer.Now + Lock).ToUnixTimeMilliseconds() });
                return true;
            });
        return right && (household ?? secret.Household) == secret.Household ? new Authorised(secret.Household, Voucher: number) : new Refusal(VillageRefusals.VoucherInvalid, Field);
    }
}
