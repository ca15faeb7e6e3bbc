using System.Security.Cryptography;
using System.Text;
using ChatRefundBot.Refunds.Evidence;
using SkiaSharp;
using Xunit;

namespace ChatRefundBot.Tests.Refunds.Evidence;

public sealed class EvidenceInspectorTests : IDisposable
{
    private readonly EvidenceInspector _inspector = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _inspector.Dispose();

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, "image/jpeg", "photo.JPG")]
    [InlineData(SKEncodedImageFormat.Png, "image/png", "image/png")]
    [InlineData(SKEncodedImageFormat.Webp, "image/webp", "image/webp; q=1")]
    [InlineData(SKEncodedImageFormat.Png, "image/png", null)]
    [InlineData(SKEncodedImageFormat.Png, "image/png", "application/octet-stream")]
    public async Task A_jpeg_png_or_webp_is_accepted_with_what_it_is(SKEncodedImageFormat format, string mime, string? declared)
    {
        var bytes = TestPictures.Make(format);
        var accepted = Assert.IsType<EvidenceInspection.Accepted>(await Inspect(bytes, declared));
        var expected = new EvidenceImage(mime, 640, 480, bytes.Length, EvidenceHash.From(SHA256.HashData(bytes)));
        Assert.Equal(expected, accepted.Image);
        Assert.False(accepted.DeclaredTypeWasWrong);
    }

    [Fact]
    public async Task Webp_without_loss_and_interlaced_png_are_accepted()
    {
        using var bitmap = new SKBitmap(400, 500);
        bitmap.Erase(SKColors.Tomato);
        using var pixels = bitmap.PeekPixels();
        using var webp = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 50));
        Assert.IsType<EvidenceInspection.Accepted>(await Inspect(webp!.ToArray(), null));
        Assert.IsType<EvidenceInspection.Accepted>(await Inspect(TestPictures.HandMadePng(400, 500, interlaced: true), null));
    }

    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("application/pdf")]
    [InlineData("image/gif")]
    public async Task A_real_picture_under_a_wrong_name_is_accepted_as_what_it_is_and_said_so(string declared)
    {
        var accepted = Assert.IsType<EvidenceInspection.Accepted>(await Inspect(TestPictures.Make(SKEncodedImageFormat.Png), declared));
        Assert.Equal("image/png", accepted.Image.Mime);
        Assert.True(accepted.DeclaredTypeWasWrong);
    }

    [Theory]
    [InlineData("%PDF-1.7\n1 0 obj", "application/pdf", null, EvidenceRefusal.UnsupportedType)]
    [InlineData("%PDF-1.7\n1 0 obj", "application/pdf", "shot.png", EvidenceRefusal.TypeMismatch)]
    [InlineData("GIF89a\u0001\u0001", "image/gif", "a.gif", EvidenceRefusal.UnsupportedType)]
    [InlineData("GIF89a\u0001\u0001", "image/gif", "a.png", EvidenceRefusal.UnsupportedType)]
    [InlineData("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml", null, EvidenceRefusal.UnsupportedType)]
    [InlineData("  <!DOCTYPE html><html><script>1</script>", "text/html", "x.html", EvidenceRefusal.UnsupportedType)]
    [InlineData("<html>\u0089PNG\r\n\u001a\n", "text/html", "x.png", EvidenceRefusal.TypeMismatch)]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", "image/heic", "IMG_1.HEIC", EvidenceRefusal.UnsupportedType)]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0", "video/mp4", null, EvidenceRefusal.UnsupportedType)]
    [InlineData("PK\u0003\u0004zip", "application/zip", "photo.jpg", EvidenceRefusal.TypeMismatch)]
    [InlineData("hello, this is text", null, null, EvidenceRefusal.NotAnImage)]
    [InlineData("hello, this is text", null, "image/png", EvidenceRefusal.TypeMismatch)]
    public async Task Anything_else_is_refused_with_its_reason_and_what_it_is(string text, string? found, string? declared, EvidenceRefusal reason) =>
        Assert.Equal(new EvidenceInspection.Refused(reason, found), await Inspect(Encoding.Latin1.GetBytes(text), declared));

    [Fact]
    public async Task An_empty_file_is_refused() => await AssertRefused(EvidenceRefusal.Empty, []);

    [Theory]
    [InlineData(319, 640)]
    [InlineData(640, 319)]
    [InlineData(1, 1)]
    public async Task A_picture_with_a_side_below_320_pixels_is_refused(int width, int height) =>
        await AssertRefused(EvidenceRefusal.TooSmall, TestPictures.Make(SKEncodedImageFormat.Png, width, height));

    [Fact]
    public async Task A_side_of_320_pixels_is_enough() =>
        Assert.IsType<EvidenceInspection.Accepted>(await Inspect(TestPictures.Make(SKEncodedImageFormat.Jpeg, 320, 320), null));

    [Theory]
    [InlineData(50_000u, 50_000u)]
    [InlineData(4_294_967_295u, 4_294_967_295u)]
    [InlineData(7_072u, 7_072u)]
    public async Task A_bomb_is_refused_by_its_header_before_anything_is_decoded(uint width, uint height)
    {
        var bomb = TestPictures.HandMadePng(width, height, withPixels: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await AssertRefused(EvidenceRefusal.TooManyPixels, bomb);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public async Task A_bomb_that_only_decodes_whole_has_the_lower_bound()
    {
        await AssertRefused(EvidenceRefusal.TooManyPixels, TestPictures.HeaderOfWebp(4_900, 4_900));
        await AssertRefused(EvidenceRefusal.Truncated, TestPictures.HeaderOfWebp(4_800, 4_800));
        await AssertRefused(EvidenceRefusal.TooManyPixels, TestPictures.HeaderOfJpeg(4_900, 4_900, progressive: true));
        await AssertRefused(EvidenceRefusal.Truncated, TestPictures.HeaderOfJpeg(4_900, 4_900, progressive: false));
    }

    [Fact]
    public async Task A_tiny_file_of_many_pixels_is_decoded_row_by_row()
    {
        var bytes = TestPictures.HandMadePng(7_000, 7_000);
        Assert.True(bytes.Length < 2_000_000);
        Assert.IsType<EvidenceInspection.Accepted>(await Inspect(bytes, null));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_picture_that_breaks_off_anywhere_is_refused(SKEncodedImageFormat format)
    {
        var bytes = TestPictures.Make(format);
        foreach (var length in new[] { 12, 20, 64, 200, bytes.Length / 4, bytes.Length / 2, bytes.Length * 9 / 10 })
            await AssertRefused(EvidenceRefusal.Truncated, bytes[..length]);
        await AssertRefused(EvidenceRefusal.Truncated, TestPictures.HandMadePng(400, 400, interlaced: true)[..60]);
    }

    [Fact]
    public async Task Good_magic_bytes_before_garbage_are_refused()
    {
        var garbage = new byte[5_000];
        new Random(3).NextBytes(garbage);
        await AssertRefused(EvidenceRefusal.Truncated, [0xFF, 0xD8, 0xFF, .. garbage]);
        await AssertRefused(EvidenceRefusal.Truncated, [0x89, .. "PNG\r\n\x1A\n"u8, .. garbage]);
    }

    [Fact]
    public async Task Moving_pictures_are_refused()
    {
        await AssertRefused(EvidenceRefusal.UnsupportedType, TestPictures.HeaderOfWebp(640, 480, moving: true));
        await AssertRefused(EvidenceRefusal.UnsupportedType, TestPictures.HandMadePng(400, 400, moving: true));
    }

    [Fact]
    public async Task A_picture_with_another_file_behind_it_counts_as_the_picture_alone()
    {
        byte[] polyglot = [.. TestPictures.Make(SKEncodedImageFormat.Png), .. "<html><script>alert(1)</script>"u8];
        Assert.Equal("image/png", Assert.IsType<EvidenceInspection.Accepted>(await Inspect(polyglot, "x.html")).Image.Mime);
    }

    [Fact]
    public async Task A_stream_of_30_MB_is_read_no_further_than_the_bound()
    {
        using var stream = new CountedStream(30_000_000);
        Assert.Equal(new EvidenceInspection.Refused(EvidenceRefusal.TooLarge), await _inspector.InspectAsync(stream, null, Token));
        Assert.True(stream.Position <= EvidenceLimits.MostBytes + 200_000);
    }

    [Fact]
    public async Task A_picture_of_exactly_the_bound_is_accepted_and_one_byte_more_is_not()
    {
        byte[] bytes = [.. TestPictures.Make(SKEncodedImageFormat.Jpeg), .. new byte[EvidenceLimits.MostBytes]];
        Assert.IsType<EvidenceInspection.Accepted>(await Inspect(bytes[..EvidenceLimits.MostBytes], null));
        await AssertRefused(EvidenceRefusal.TooLarge, bytes[..(EvidenceLimits.MostBytes + 1)]);
    }

    [Fact]
    public async Task Many_at_once_all_get_their_answer()
    {
        var bytes = TestPictures.Make(SKEncodedImageFormat.Webp);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Inspect(bytes, null), Token)));
        Assert.All(answers, answer => Assert.IsType<EvidenceInspection.Accepted>(answer));
    }

    [Fact]
    public void A_hash_is_64_hex_digits_and_no_path()
    {
        Assert.True(EvidenceHash.TryParse(new string('A', 64), out var hash));
        Assert.Equal(new string('a', 64), hash.Hex);
        Assert.False(EvidenceHash.TryParse("../" + new string('a', 61), out _));
        Assert.False(EvidenceHash.TryParse(null, out _));
    }

    // As a stream and as bytes: both must say the same.
    private async Task<EvidenceInspection> Inspect(byte[] bytes, string? declared)
    {
        var fromBytes = await _inspector.InspectAsync(bytes.AsMemory(), declared, Token);
        using var stream = new MemoryStream(bytes);
        Assert.Equal(fromBytes, await _inspector.InspectAsync(stream, declared, Token));
        return fromBytes;
    }

    private async Task AssertRefused(EvidenceRefusal reason, byte[] bytes) =>
        Assert.Equal(reason, Assert.IsType<EvidenceInspection.Refused>(await _inspector.InspectAsync(bytes.AsMemory(), null, Token)).Reason);
}
