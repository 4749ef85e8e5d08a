using System.Text;
using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Testing;
using PointsBank.Village.Privacy;

namespace PointsBank.Village.Tests.Privacy;

[Trait("Pace", "slow")]
public class ErasureTests
{
    const long Bank = PrivacyCase.Bank;

    [Fact]
    public async Task Nothing_in_the_file_names_somebody_who_was_erased_and_the_chain_is_whole()
    {
        using var village = await PrivacyCase.Lived();
        village.Finds(PrivacyCase.Name).Should().Contain(
            ["members.name", "claims.witnesses", "claim_steps.note", "entry_notes.text", "requests.answer", "objections.words", "reminders.memo", "fund_movements.partner", "stock_movements.partner", "consents.document"]);
        await village.Ends(4);
        var before = village.Desks.Journal.Passbook(Bank, 4, null, null, null, 50).Value.Items.Select(
            line => (line.No, line.In, line.Balance, line.CheckCode)).ToList();

        var done = await Erased(village, new(4));

        village.Finds(PrivacyCase.Name).Should().BeEmpty();
        village.Finds(PrivacyCase.Child).Should().BeEmpty();
        village.IsSound();
        done.State.Should().Be("done");
        done.Counts.Should().Contain(count => count.Kind == "files" && count.Rows == 1).And.Contain(new ErasureCount("members", 2));
        village.Desks.Journal.Passbook(Bank, 4, null, null, null, 50).Value.Items.Select(
            line => (line.No, line.In, line.Balance, line.CheckCode))
            .Should().Equal(before);
        village.Desks.Finder.Find(Bank, PrivacyCase.Name, 5).Should().BeEmpty();
        village.Desks.Fund.Donations(Bank, 0, 10).Should().OnlyContain(gift => gift.Giver == null);
    }

    [Fact]
    public async Task Only_the_one_who_left_is_erased_where_the_household_goes_on()
    {
        using var village = await PrivacyCase.Lived();
        foreach (var claim in new long[] { 1 })
            village.Done(await village.Desks.Claims.Withdraw(ClaimLife.As(VillageFixture.Clerk), Bank, claim, new("搬走")));
        (await Asked(village, new(4, 5))).ShouldBeRefused(VillageRefusals.StillHere, "member");
        (await village.Privacy().Leavings.Record(VillageFixture.Ask(), Bank, 4, 4, new(village.Today, "moved")))
            .ShouldBeRefused(VillageRefusals.HeadStays);
        village.Done(await village.Privacy().Leavings.Record(VillageFixture.Ask(), Bank, 4, 5, new(village.Today, "moved")));

        await Erased(village, new(4, 5));

        village.Finds(PrivacyCase.Child).Should().BeEmpty();
        village.Finds(PrivacyCase.Name).Should().Contain("members.name").And.Contain("entry_notes.text");
        village.Done(village.Desks.Households.Get(Bank, 4)).Members.Select(member => member.Name)
            .Should().Equal(PrivacyCase.Name, PointsBank.Papers.Names.Erased.Mark);
        village.IsSound();
    }

    [Fact]
    public async Task Who_is_here_or_has_something_open_is_not_erased()
    {
        using var village = await PrivacyCase.Lived();

        (await Asked(village, new(4))).ShouldBeRefused(VillageRefusals.StillHere, "household");
        (await Asked(village, new(99))).ShouldBeRefused(VillageRefusals.UnknownHousehold);
        await village.Database.Write<int>(writer => writer.Execute(
            """
            insert into household_ends (bank, household, ended_on, kind, recorded_at, actor)
              values (1, 4, '2026-03-01', 'left', 0, 'staff:3')
            """));
        (await Asked(village, new(4))).ShouldBeRefused(VillageRefusals.StillOpen);
    }

    [Fact]
    public async Task No_byte_of_the_file_names_any_of_many_who_were_erased()
    {
        using var village = await PrivacyCase.Lived();
        var leavers = new List<(long Household, string Name)>();
        for (var i = 0; i < 48; i++)
        {
            var name = $"司马{(char)('\u5b89' + i)}家{(char)('\u4e00' + 7 * i)}";
            var household = (await village.OpenHousehold(name)).Number;
            leavers.Add((household, name));
            await village.Credit(household, "A03", memo: $"{name}打扫");
            if (i > 0) await village.Credit(leavers[i - 1].Household, "A03", memo: $"和{name}一起");
        }
        foreach (var (household, _) in leavers) await village.Ends(household);

        foreach (var (household, _) in leavers) await Erased(village, new(household));

        var file = village.File;
        foreach (var part in (string[])[file, file + "-wal"])
        {
            using var stream = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            leavers.Where(leaver => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(leaver.Name)) >= 0)
                .Should().BeEmpty("nobody is named in {0}", Path.GetExtension(part));
        }
    }

    [Fact]
    public async Task What_was_written_of_the_others_of_a_household_and_of_other_households_stays()
    {
        using var village = await PrivacyCase.Lived();
        await village.Credit(4, "C01", member: 4, memo: "当家人扫的");
        await village.Credit(4, "C01", member: 5, memo: "走的人扫的");
        await village.Credit(1, "C01", memo: "别家扫的");
        village.Done(await village.Desks.Claims.Withdraw(ClaimLife.As(VillageFixture.Clerk), Bank, 1, new("搬走")));
        village.Done(await village.Privacy().Leavings.Record(VillageFixture.Ask(), Bank, 4, 5, new(village.Today, "moved")));

        await Erased(village, new(4, 5));

        Notes().Should().Contain(["当家人扫的", "别家扫的"]).And.NotContain("走的人扫的");
        await village.Ends(4);
        await Erased(village, new(4));
        Notes().Should().Contain("别家扫的").And.NotContain("当家人扫的");

        IReadOnlyList<string> Notes() =>
            village.Database.Read(
                connection => connection.Query<string>("select text from entry_notes where bank = @Bank", new { Bank }).ToList());
    }

    [Fact]
    public async Task Two_people_erase_a_name_once()
    {
        using var village = await PrivacyCase.Lived();
        await village.Ends(4);
        var asked = village.Done(await Asked(village, new(4)));

        (await Asked(village, new(4))).ShouldBeRefused(VillageRefusals.ErasureAsked);
        (await village.Privacy().Erasures.CarryOut(ClaimLife.As(VillageFixture.Clerk), Bank, asked.Number))
            .ShouldBeRefused(VillageRefusals.MakerIsChecker);
        (await village.Privacy().Erasures.CarryOut(ClaimLife.As(ClaimLife.Supervisor), Bank, 9))
            .ShouldBeRefused(VillageRefusals.UnknownErasure);
        village.Done(await village.Privacy().Erasures.Refuse(ClaimLife.As(ClaimLife.Supervisor), Bank, asked.Number)).State
            .Should().Be("refused");
        (await village.Privacy().Erasures.CarryOut(ClaimLife.As(ClaimLife.Supervisor), Bank, asked.Number))
            .ShouldBeRefused(VillageRefusals.ErasureDecided);
        await Erased(village, new(4));
        village.Privacy().Erasures.All(Bank, null, 10).Select(erasure => erasure.State).Should().Equal("done", "refused");
    }

    [Fact]
    public async Task A_namesake_keeps_what_others_wrote_of_them()
    {
        using var village = await PrivacyCase.Lived();
        await village.OpenHousehold(PrivacyCase.Name);
        await village.Ends(4);

        await Erased(village, new(4));

        village.Finds(PrivacyCase.Name).Should()
            .Contain("members.name").And.Contain("entry_notes.text").And.NotContain("claims.witnesses").And.NotContain("requests.answer");
        village.IsSound();
    }

    [Fact]
    public async Task A_repeated_request_is_told_that_its_answer_is_erased()
    {
        using var village = await PrivacyCase.Lived();
        var ask = VillageFixture.Ask("again");
        village.Done(await village.Desks.Deeds.Credit(ask, Bank, new(4, "A03", village.Today, Memo: $"{PrivacyCase.Name}又来")));
        await village.Ends(4);
        village.Done(await village.Database.Write<int>(writer => writer.Execute("update requests set answer = ''")));

        (await village.Desks.Deeds.Credit(ask, Bank, new(4, "A03", village.Today, Memo: $"{PrivacyCase.Name}又来")))
            .ShouldBeRefused(Storage.StorageRefusals.AnswerErased);
    }

    [Fact]
    public async Task An_emptied_file_is_told_as_erased_and_does_not_come_back()
    {
        using var village = await PrivacyCase.Lived();
        await village.Ends(4);
        await Erased(village, new(4));

        village.Desks.Claims.Evidence(VillageFixture.Clerk, Bank, 1, 1).ShouldBeRefused(VillageRefusals.UnknownEvidence);
        var claim = await village.Claim(1, "A03", new(2026, 2, 27));
        (await village.Desks.Claims.AddEvidence(
            ClaimLife.As(VillageFixture.Clerk), Bank, claim, village.Done(EvidenceFile.Read(EvidenceCase.Jpeg(way: 1))))).ShouldBeRefused(
            VillageRefusals.EvidenceErased);
    }

    [Fact]
    public async Task A_certificate_of_somebody_erased_bears_no_name()
    {
        using var village = await PrivacyCase.Lived();
        await village.Ends(4);
        village.Done(await village.Database.Write<int>(writer => writer.Execute("""
            insert into service_certificates (bank, number, member, household, from_day, until_day, minutes, activities, total, stars, issued_on, salt, digest, issued_at, actor)
            values (1, 1, 4, 4, '2026-01-01', '2026-02-01', 60, 1, 60, 0, '2026-02-02', zeroblob(16), zeroblob(32), 0, 'staff:3')
            """)));

        await Erased(village, new(4));

        village.Done(village.Desks.Service.Certificates.Get(Bank, 1)).Name.Should().BeEmpty();
    }

    [Theory]
    [InlineData("update members set name = '张三' where number = 4", "erasure_differs")]
    [InlineData("update erasure_ends set actor = 'staff:3'", "erasure_differs")]
    [InlineData("delete from erasure_ends; insert into erasure_ends values (1, 1, 'refused', 0, 'staff:2')", "erasure_counts_differ")]
    [InlineData("delete from evidence_erasures", "evidence_differs")]
    [InlineData(
        "insert into evidence_erasures select bank, digest, 1, null, 0 from evidence_files where length(content) > 0",
        "emptied_file_differs")]
    public async Task Whoever_undoes_an_erasure_is_found_out(string sql, string code)
    {
        using var village = await PrivacyCase.Lived();
        await village.Ends(4);
        await Erased(village, new(4));

        (await village.Tamper(sql)).Select(deviation => deviation.Code).Should().Contain(code);
    }

    static Task<Outcome<ErasureView>> Asked(VillageFixture village, ErasureInput input) =>
        village.Privacy().Erasures.Ask(ClaimLife.As(VillageFixture.Clerk), Bank, input);

    static async Task<ErasureView> Erased(VillageFixture village, ErasureInput input)
    {
        var asked = village.Done(await Asked(village, input));
        return village.Done(await village.Privacy().Erasures.CarryOut(ClaimLife.As(ClaimLife.Supervisor), Bank, asked.Number));
    }
}
