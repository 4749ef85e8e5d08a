using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Shops;

/// <summary>Whose points are spent, by which passbook or voucher.</summary>
sealed record Authorised(long Household, string Serial = "", long? Voucher = null);

/// <summary>The one check that a household agrees, before goods, vouchers or anything kept ready go out.</summary>
sealed class Authoriser(Database database, PassbookDesk passbooks, Secrets secrets, Tries tries, KeyRing keys)
{
    /// <summary>
    /// Whether it is in order is all that is asked here, not whether it was spent: a repetition must find its first answer.
    /// </summary>
    public async Task<Outcome<Authorised>> Authorise(long bank, AuthorisationInput by, long? household)
    {
        switch (by.By)
        {
            case "token" when !string.IsNullOrWhiteSpace(by.Token):
                return Matches(passbooks.OpenByToken(by.Token.Trim()), "authorisedBy.token");
            case "pin" when !string.IsNullOrWhiteSpace(by.Serial) && !string.IsNullOrWhiteSpace(by.Pin):
                return Matches(await passbooks.OpenByPin(by.Serial.Trim(), by.Pin, ofBank: bank), "authorisedBy.pin");
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
            if (opened.Refusal is { } refusal)
                return refusal with
                {
                    Kind = refusal.Kind == VillageRefusals.SignInFailed ? VillageRefusals.NotAuthorised : refusal.Kind,
                    Field = field,
                };
            var passbook = opened.Value;
            return passbook.Bank == bank && (household ?? passbook.Household) == passbook.Household
                ? new Authorised(passbook.Household, passbook.Serial)
                : new Refusal(VillageRefusals.NotAuthorised, field);
        }
    }

    /// <summary>
    /// Opens a voucher by the code printed on it. Wrong codes count, as wrong PINs do; a voucher that is not there is tried like one that
    /// is.
    /// </summary>
    async Task<Outcome<Authorised>> Open(long bank, long number, string code, long? household)
    {
        const string Field = "authorisedBy.code";
        var secret = database.Read(db => VoucherTable.Secret(db, bank, number));
        var guess = new Guess(
            bank, $"voucher {number.Text()}",
            () => secret is not null && Voucher.Fits(keys, secret.Key, secret.Digest, bank, number, code));
        if (await tries.Check(secrets.Counter, guess) is { } refusal)
            return refusal.Kind == VillageRefusals.SignInFailed ? new Refusal(VillageRefusals.VoucherInvalid, Field)
                : refusal.Kind == VillageRefusals.SignInLocked ? refusal with { Kind = VillageRefusals.VoucherLocked, Field = Field }
                : refusal with { Field = Field };
        return (household ?? secret!.Household) == secret!.Household
            ? new Authorised(secret.Household, Voucher: number)
            : new Refusal(VillageRefusals.VoucherInvalid, Field);
    }
}
