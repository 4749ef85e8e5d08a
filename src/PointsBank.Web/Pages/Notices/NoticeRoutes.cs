using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Journal;
using PointsBank.Village.Notices;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Notices;

/// <summary>Notices, and what would hang on the wall if one were posted today; null where nothing would.</summary>
public sealed record NoticeListFacts(IReadOnlyList<NoticeLine> Notices, string? Next, NoticeDraft? Draft);

/// <summary>A notice to post: what would hang there.</summary>
public sealed record NoticeFormFacts(NoticeDraft Draft);

/// <summary>A notice for those who work on it, and a page of its items.</summary>
public sealed record NoticeWorkFacts(
    NoticeView View, IReadOnlyList<NoticeClaim> Items, string? Next, IReadOnlyList<ObjectionView> Objections);

/// <summary>What entering would do now: what goes into the passbooks, what stays out and why.</summary>
public sealed record NoticeEntryFacts(NoticeLine Notice, NoticeEntryView Entry, IReadOnlyDictionary<long, NoticeClaim> Items);

/// <summary>What one action entered, a page of it, and what still waits.</summary>
public sealed record NoticeEnteredFacts(
    NoticeLine Notice, IReadOnlyList<EntryLine> Entries, Heads Heads, long From, long To, string? Next, NoticeEntryFacts? Left);

/// <summary>Notices at the clerk's desk: posted, made longer, ended, entered.</summary>
static class NoticeRoutes
{
    const int NoticesOnAPage = 20, ItemsOnAPage = 100;

    /// <summary>The most objections of a notice that its page tells of; the supervisor's list has them all.</summary>
    const int MaxObjections = 100;

    public static void MapNoticePages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var readers = pages.MapGroup("/v/{bank}/clerk/notices").Requires(Role.Clerk, Role.Supervisor);
        readers.Page("", List);
        readers.Page("/{notice}", visit => Shown<NoticeWorkPage>(visit));

        var notices = pages.MapGroup("/v/{bank}/clerk/notices").Requires(Role.Clerk);
        notices.Page("/new", visit => ShowForm(visit, new()));
        notices.Form("/again", (visit, form) => ShowForm(visit, InputOf(form)));
        notices.Form("/check", async (visit, form) =>
        {
            var input = InputOf(form);
            if (form.Finish() is { } refusals) return AgainForm(visit, refusals);
            var tried = await visit.Try(context => desks.Notices.Post(context, visit.Bank, input));
            return tried.Refusal is { } refusal
                ? AgainForm(visit, [refusal])
                : visit.Show<NoticeCheckPage>(new NoticeFormFacts(desks.Notices.Draft(visit.Bank, input).Value));
        });
        notices.Form("", async (visit, form) =>
        {
            var input = InputOf(form);
            if (form.Finish() is { } refusals) return AgainForm(visit, refusals);
            var posted = await visit.Write(form, context => desks.Notices.Post(context, visit.Bank, input));
            return posted.Refusal is { } refusal
                ? AgainForm(visit, [refusal])
                : visit.Go(At(visit, posted.Value.Number), "notice_posted", ("count", posted.Value.Items));
        });
        notices.Page("/{notice}/extension", visit => Shown<NoticeExtensionPage>(visit));
        notices.Form("/{notice}/extension", async (visit, form) =>
        {
            var (number, closes, reason) = (visit.Ask.Number("notice"), form.RequiredDate("closesOn"), form.Required("reason", 400));
            if (form.Finish() is { } refusals) return Shown<NoticeExtensionPage>(visit, refusals);
            var extended = await visit.Write(form, context => desks.Notices.Extend(context, visit.Bank, number, new(closes, reason)));
            return extended.Refusal is { } refusal
                ? Shown<NoticeExtensionPage>(visit, [refusal])
                : visit.Go(At(visit, number), "notice_extended");
        });
        notices.Page("/{notice}/entry", async visit => await Entry(visit) switch
        {
            { Refusal: { } refusal } => visit.Refuse(refusal),
            var found => visit.Show<NoticeEntryPage>(found.Value),
        });
        notices.Form("/{notice}/entry", async (visit, form) =>
        {
            var number = visit.Ask.Number("notice");
            var written = await visit.Write(form, context => desks.Notices.Enter(context, visit.Bank, number));
            return written.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : visit.Go(
                    At(visit, number, $"/entered?from={written.Value.Entered[0].Entry}&to={written.Value.Entered[^1].Entry}"),
                    "notice_entered", ("count", written.Value.Entered.Count), ("left", written.Value.Refused.Count));
        });
        notices.Page("/{notice}/entered", Entered);

        readers.Page("/{notice}/end", visit => Shown<NoticeEndPage>(visit));
        readers.Form("/{notice}/end", async (visit, form) =>
        {
            var (number, reason, document) = (visit.Ask.Number("notice"), form.Required("reason", 400), form.Required("document", 120));
            if (form.Finish() is { } refusals) return Shown<NoticeEndPage>(visit, refusals);
            var proposed = await visit.Write(form, context => desks.Notices.ProposeEnd(context, visit.Bank, number, new(reason, document)));
            return proposed.Refusal is { } refusal
                ? Shown<NoticeEndPage>(visit, [refusal])
                : visit.Go(At(visit, number), "notice_end_proposed");
        }).Requires(Role.Supervisor);
        readers.Form("/{notice}/end/confirmation", async (visit, form) =>
        {
            var number = visit.Ask.Number("notice");
            var ended = await visit.Write(form, context => desks.Notices.ConfirmEnd(context, visit.Bank, number));
            return ended.Refusal is { } refusal ? Shown<NoticeEndPage>(visit, [refusal]) : visit.Go(At(visit, number), "notice_ended");
        });
    }

    /// <summary>An address of a notice at the clerk's desk.</summary>
    public static string At(Visit visit, long notice, string page = "") => ClerkLinks.At(visit, $"notices/{notice}{page}");

    /// <summary>A notice and its items, a page of them.</summary>
    public static Outcome<NoticeWorkFacts> Work(Visit visit)
    {
        var (desks, number, asked) = (visit.Desks, visit.Ask.Number("notice"), Asked.Of(visit));
        var after = asked.After() ?? 0;
        return desks.Notices.Get(visit.Bank, number).Then(view =>
        {
            var items = desks.Notices.Claims(visit.Bank, number).Value.Where(item => item.Line > after).Take(ItemsOnAPage + 1).ToList();
            var page = items.Take(ItemsOnAPage).ToList();
            return new NoticeWorkFacts(
                view, page, items.Count > ItemsOnAPage ? page[^1].Line.Plain() : null,
                desks.Objections.List(visit.Bank, open: false, number, 0, MaxObjections));
        });
    }

    static IResult Shown<TPage>(
        Visit visit, IReadOnlyList<Refusal>? refusals = null) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var facts = Work(visit);
        if (facts.Refusal is { } unknown) return visit.Refuse(unknown);
        return refusals is null ? visit.Show<TPage>(facts.Value) : visit.Again<TPage>(refusals, facts.Value);
    }

    static IResult List(Visit visit)
    {
        var asked = Asked.Of(visit);
        var before = asked.After() ?? 0;
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        var notices = visit.Desks.Notices.List(visit.Bank, before, NoticesOnAPage + 1);
        var page = notices.Take(NoticesOnAPage).ToList();
        var draft = visit.Desks.Notices.Draft(visit.Bank, new());
        return visit.Show<NoticeListPage>(new NoticeListFacts(
            page, notices.Count > NoticesOnAPage ? page[^1].Number.Plain() : null,
            draft is { Refusal: null, Value: { } waiting } && (waiting.Items.Count > 0 || waiting.Direct > 0) ? waiting : null));
    }

    static NoticeInput InputOf(FormReader form) =>
        new(form.Date("opensOn"), (int?)form.Number("days", 0, 1_000), (int?)form.Number("hangDays", 0, 1_000));

    static IResult ShowForm(Visit visit, NoticeInput input)
    {
        var draft = visit.Desks.Notices.Draft(visit.Bank, input);
        return draft.Refusal is { } refusal ? AgainForm(visit, [refusal]) : visit.Show<NoticeFormPage>(new NoticeFormFacts(draft.Value));
    }

    /// <summary>The form with what was typed, above what would hang there by the village's own days.</summary>
    static IResult AgainForm(Visit visit, IReadOnlyList<Refusal> refusals) =>
        visit.Again<NoticeFormPage>(refusals, new NoticeFormFacts(visit.Desks.Notices.Draft(visit.Bank, new()).Value));

    /// <summary>The real entry, tried.</summary>
    static async Task<Outcome<NoticeEntryFacts>> Entry(Visit visit)
    {
        var number = visit.Ask.Number("notice");
        var tried = await visit.Try(context => visit.Desks.Notices.Enter(context, visit.Bank, number));
        if (tried.Refusal is { } refusal) return refusal;
        var items = visit.Desks.Notices.Claims(visit.Bank, number).Value.ToDictionary(item => item.Line);
        return new NoticeEntryFacts(visit.Desks.Notices.Get(visit.Bank, number).Value.Notice, tried.Value, items);
    }

    static async Task<IResult> Entered(Visit visit)
    {
        var asked = Asked.Of(visit);
        var (from, to, after) = (asked.Number("from") ?? 0, asked.Number("to") ?? 0, asked.After() ?? 0);
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        var view = visit.Desks.Notices.Get(visit.Bank, visit.Ask.Number("notice"));
        if (view.Refusal is { } unknown) return visit.Refuse(unknown);
        var start = Math.Max(from, after + 1);
        var count = to < start || to - from >= NoticeDesk.MaxItems ? 0 : (int)Math.Min(ItemsOnAPage, to - start + 1);
        if (from < 1 || count == 0) return visit.Refuse(new Refusal(LedgerRefusals.UnknownEntry));
        var last = start + count - 1;
        IReadOnlyList<EntryLine> entries = [.. visit.Desks.Journal.Lines(visit.Bank, EntryFilter.All, last + 1, count).Reverse()];
        var left = await Entry(visit);
        return visit.Show<NoticeEnteredPage>(new NoticeEnteredFacts(
            view.Value.Notice, entries, Heads.Of(visit, entries), from, to, last < to ? last.Plain() : null,
            left.Refusal is null ? left.Value : null));
    }
}
