using PointsBank.Testing;
using PointsBank.Village.Service;

namespace PointsBank.Village.Tests.Service;

/// <summary>Hours, stars, certificates and what is odd about hours.</summary>
public class VolunteerTests
{
    [Theory]
    [InlineData(5_999, 0, 6_000)]
    [InlineData(6_000, 1, 18_000)]
    [InlineData(18_000, 2, 36_000)]
    [InlineData(36_000, 3, 60_000)]
    [InlineData(60_000, 4, 90_000)]
    [InlineData(90_000, 5, null)]
    public void Stars_come_with_hours(long minutes, int stars, int? next)
    {
        (VolunteerStars.Of(minutes), VolunteerStars.Next(minutes)).Should().Be((stars, next));
    }

    [Fact]
    public async Task Volunteers_are_listed_by_hours_and_hours_stay_when_points_are_spent()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Serve(2, 180, day: 2);
        await scene.Serve(3, 240, day: 3);
        await scene.Serve(1, 180, day: 4);
        await scene.Village.Receive("soap", 1);
        await scene.Village.Redeem(3);

        var first = scene.Village.Done(scene.Service.Volunteers.All(ServiceVillage.Bank, null, 2));
        var rest = scene.Village.Done(scene.Service.Volunteers.All(ServiceVillage.Bank, first.Next, 2));

        first.Items.Select(view => (view.Member, view.Minutes, view.Activities)).Should().Equal((3, 240, 1), (1, 180, 1));
        rest.Items.Select(view => view.Member).Should().Equal(2);
        rest.Next.Should().BeNull();
        (scene.Service.Volunteers.All(ServiceVillage.Bank, "x", 2)).ShouldBeRefused(VillageRefusals.NotInList, "after");
        scene.Village.Done(scene.Service.Volunteers.Get(ServiceVillage.Bank, 3)).Minutes.Should().Be(240);
        scene.Service.Volunteers.OfHousehold(ServiceVillage.Bank, 2).Select(view => view.Minutes).Should().Equal(180);
    }

    [Fact]
    public async Task A_certificate_counts_its_days_stays_as_it_was_and_is_found_by_its_code()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Serve(2, 100, day: 2);
        var second = await scene.Serve(2, 80, day: 3);
        await scene.Serve(2, 50, day: 10);

        var issued = scene.Village.Done(
            await scene.Service.Certificates.Issue(VillageFixture.Ask(), ServiceVillage.Bank, new(2, new(2026, 3, 1), new(2026, 3, 5))));
        await scene.Village.Reverse(second.Entry);

        (issued.Number, issued.Minutes, issued.Activities, issued.Total, issued.Stars).Should().Be((1, 180, 2, 230, 0));
        scene.Village.Done(scene.Service.Certificates.Get(ServiceVillage.Bank, 1)).Should().Be(issued);
        var check = scene.Village.Done(
            scene.Village.Desks.CheckCodes.Check(ServiceVillage.Bank, $" {issued.CheckCode.ToLowerInvariant()}"));
        (check.Exists, check.Kind, check.Day, check.Amount)
            .Should().Be((true, "service_certificate", new NodaTime.LocalDate(2026, 3, 10), 180));
        scene.Village.Desks.CheckCodes.Check(ServiceVillage.Bank, issued.CheckCode[..^1] + (issued.CheckCode[^1] == '0' ? '1' : '0'))
            .ShouldBeRefused(VillageRefusals.UnknownCheckCode);
        var anew = scene.Village.Done(
            await scene.Service.Certificates.Issue(VillageFixture.Ask(), ServiceVillage.Bank, new(2, new(2026, 3, 1), new(2026, 3, 5))));
        (anew.Number, anew.Minutes, anew.Activities).Should().Be((2, 100, 1));
        scene.Service.Certificates.All(ServiceVillage.Bank, 2, null, 10).Select(view => view.Number).Should().Equal(2, 1);
        scene.Service.Certificates.All(ServiceVillage.Bank, 1, null, 10).Should().BeEmpty();
    }

    [Fact]
    public async Task There_is_no_certificate_without_hours_of_days_ahead_or_for_somebody_elses_member()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Serve(2, 60);
        var certificates = scene.Service.Certificates;

        (await certificates.Issue(VillageFixture.Ask(), ServiceVillage.Bank, new(2, new(2026, 2, 1), new(2026, 3, 1))))
            .ShouldBeRefused(VillageRefusals.NoHours);
        (await certificates.Issue(VillageFixture.Ask(), ServiceVillage.Bank, new(2, new(2026, 3, 2), new(2026, 3, 3))))
            .ShouldBeRefused(VillageRefusals.DateInFuture, "until");
        (await certificates.Issue(VillageFixture.Ask(), ServiceVillage.Bank, new(2, new(2026, 3, 2), new(2026, 3, 1))))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "until");
        (await certificates.Issue(
            ServiceVillage.As(ServiceVillage.HouseholdOf(1)), ServiceVillage.Bank, new(2, new(2026, 3, 2), new(2026, 3, 2))))
            .ShouldBeRefused(VillageRefusals.UnknownMember, "member");
        (await certificates.Issue(
            ServiceVillage.As(ServiceVillage.HouseholdOf(2)), ServiceVillage.Bank,
            new(2, new(2026, 3, 2), new(2026, 3, 2)))).Refusal.Should().BeNull();
        certificates.Get(ServiceVillage.Bank, 9).ShouldBeRefused(VillageRefusals.UnknownCertificate);
    }

    [Fact]
    public async Task What_is_odd_about_hours_is_told_and_what_is_not_is_not()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 20);
        var morning = await scene.Activity(day: 19, from: 6, until: 13);
        var evening = await scene.Activity(day: 19, from: 14, until: 22);
        var old = await scene.Activity(day: 5);
        await scene.Record(morning, 1, ServiceVillage.At(19, 6), ServiceVillage.At(19, 13));
        await scene.Record(evening, 1, ServiceVillage.At(19, 14), ServiceVillage.At(19, 20));
        await scene.Record(morning, 2, ServiceVillage.At(19, 5), ServiceVillage.At(19, 7));
        await scene.Record(old, 3, ServiceVillage.At(5, 8), ServiceVillage.At(5, 9));

        var odd = scene.Service.Exceptions(ServiceVillage.Bank, new(2026, 3, 1), new(2026, 3, 20));

        odd.Select(exception => (exception.Kind, exception.Member, exception.Count))
            .Should().Equal(("late", 3, 60), ("outside_activity", 2, 120), ("long_day", 1, 780));
        scene.Service.Exceptions(ServiceVillage.Bank, new(2026, 3, 20), new(2026, 3, 20)).Should().BeEmpty();
    }

    [Fact]
    public async Task Very_many_confirmed_by_one_person_on_one_day_are_told()
    {
        using var scene = await ServiceVillage.Open(wanted: 100);
        scene.Village.At(2026, 3, 2, 20);
        for (var i = 0; i < ServiceDesk.Many; i++) await scene.Village.OpenHousehold("李四");
        var activity = await scene.Activity();
        var members = Enumerable.Range(1, ServiceDesk.Many + 1).ToList();
        var rows = scene.Village.Done(await scene.Service.Attendance.Record(VillageFixture.Ask(), ServiceVillage.Bank, activity, new(
            [.. members.Select(member => new TimesInput(member, ServiceVillage.At(2, 8), ServiceVillage.At(2, 9)))]))).Items;

        await scene.Confirm(activity, [.. rows.Take(ServiceDesk.Many).Select(row => row.Number)]);
        scene.Service.Exceptions(ServiceVillage.Bank, new(2026, 3, 2), new(2026, 3, 2)).Should().BeEmpty();
        await scene.Confirm(activity, rows[^1].Number);

        scene.Service.Exceptions(ServiceVillage.Bank, new(2026, 3, 2), new(2026, 3, 2))
            .Select(exception => (exception.Kind, exception.Count))
            .Should().Equal(("many_by_one", ServiceDesk.Many + 1));
    }
}
