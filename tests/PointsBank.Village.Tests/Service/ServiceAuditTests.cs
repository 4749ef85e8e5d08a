using PointsBank.Testing;

namespace PointsBank.Village.Tests.Service;

/// <summary>Each test looks at its own copy of one village's file.</summary>
public class ServiceAuditTests(ServiceAuditTests.LivedVillage lived) : IClassFixture<ServiceAuditTests.LivedVillage>
{
    [Theory]
    [InlineData(
        "update attendance_confirmations set minutes = minutes + 1, used = used where entry = 1", "confirmation_differs", "entry 1")]
    [InlineData("update attendance_confirmations set member = 3 where entry = 1", "confirmation_differs", "entry 1")]
    [InlineData("update attendance_confirmations set rule = 'D05' where entry = 1", "confirmation_differs", "entry 1")]
    [InlineData("update attendance_confirmations set attendance = 2 where entry = 1", "confirmation_differs", "entry 1")]
    [InlineData("update attendance_confirmations set entry = 99 where entry = 1", "confirmation_differs", "entry 99")]
    [InlineData("delete from attendance_confirmations where entry = 2", "confirmation_differs", "entry 2")]
    [InlineData("update attendance_times set left_at = left_at + 60000 where attendance = 1", "confirmation_differs", "entry 1")]
    [InlineData("update attendances set member = 3 where number = 1", "confirmation_differs", "entry 1")]
    [InlineData("update attendance_confirmations set quantity = 2, used = 120 where entry = 2", "confirmation_worth_differs", "entry 2")]
    [InlineData("update attendance_confirmations set lapsed = 1 where entry = 2", "confirmation_worth_differs", "entry 2")]
    [InlineData("update attendance_confirmations set unit_minutes = 30 where entry = 2", "confirmation_worth_differs", "entry 2")]
    [InlineData("update attendance_confirmations set carried = carried + 5 where entry = 2", "carried_minutes_differ", "entry 2")]
    [InlineData("update attendance_confirmations set used = 10 where entry = 1", "carried_minutes_differ", "entry 2")]
    [InlineData("update activities set place = 'x' where number = 2", "activity_differs", "activity 2")]
    [InlineData("update activities set state = 'closed' where number = 2", "activity_differs", "activity 2")]
    [InlineData("delete from activity_steps where activity = 2 and sequence = 1", "activity_differs", "activity 2")]
    [InlineData("update service_certificates set minutes = 600", "certificate_differs", "certificate 1")]
    [InlineData("update service_certificates set stars = 5", "certificate_differs", "certificate 1")]
    public async Task One_changed_value_is_named_with_its_place(string sql, string code, string place)
    {
        (await lived.Scene.Village.Tamper(sql)).Should().Contain(deviation => deviation.Code == code && deviation.Place == place);
    }

    [Fact]
    public async Task What_nobody_touched_is_sound()
    {
        (await lived.Scene.Village.Tamper("select 1")).Should().BeEmpty();
        lived.Scene.Village.IsSound();
    }

    /// <summary>
    /// Entries: 1 is 40 minutes of member 2, 2 is 40 more that make an hour, 3 and its reversal 4 another's, 5 that one's confirmed anew.
    /// </summary>
    static async Task<ServiceVillage> Lived()
    {
        var scene = await ServiceVillage.Open();
        await scene.Serve(2, 40, day: 2);
        await scene.Serve(2, 40, day: 3);
        var wrong = await scene.Serve(1, 100, day: 4);
        await scene.Village.Reverse(wrong.Entry);
        await scene.Record(3, 1, null, ServiceVillage.At(4, 9), "早走了");
        await scene.Confirm(3, 3);
        scene.Village.Done(
            await scene.Service.Certificates.Issue(VillageFixture.Ask(), ServiceVillage.Bank, new(2, new(2026, 3, 1), new(2026, 3, 4))));
        return scene;
    }

    public sealed class LivedVillage : IAsyncLifetime
    {
        internal ServiceVillage Scene { get; private set; } = null!;

        public async Task InitializeAsync() => Scene = await Lived();

        public Task DisposeAsync()
        {
            Scene.Dispose();
            return Task.CompletedTask;
        }
    }
}
