using Microsoft.AspNetCore.Http.Metadata;
using PointsBank.Papers.Cleaning;

namespace PointsBank.Web.Pages.Claims;

/// <summary>
/// Marks a form with a photo in it. Somewhat more than may be kept comes in, so that a photo that is too large is told so on its page.
/// </summary>
sealed record TakesProof : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => 4L * EvidenceFile.MaxBytes;
}

/// <summary>A photo or a paper that somebody sends along.</summary>
static class ProofFiles
{
    public const string Field = "file";

    /// <summary>The file; null where none was chosen, or where it is refused, which the form then says.</summary>
    public static EvidenceFile? Of(FormReader form)
    {
        if (form.Files.GetFile(Field) is not { Length: > 0 } file) return null;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        var read = EvidenceFile.Read(bytes.ToArray());
        if (read.Refusal is not { } refusal) return read.Value;
        form.Refuse(refusal);
        return null;
    }
}
