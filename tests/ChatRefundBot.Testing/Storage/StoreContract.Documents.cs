using ChatRefundBot.DialogKernel.Storage;
using Xunit;

namespace ChatRefundBot.Testing.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task An_absent_document_is_null()
    {
        Assert.Null(await GetAsync("nobody"));
        var read = await CommitAsync(new CommitUnit().Read(Document("nobody")));
        Assert.Null(Assert.Single(read.Documents));
    }

    [Fact]
    public async Task A_documents_version_counts_its_writes_from_one()
    {
        for (var version = 0; version < 12; version++) await CommitAsync(new CommitUnit().Put(Document("a"), version, Bytes($"body {version + 1}")));
        var document = await GetAsync("a");
        Assert.Equal(12, document!.Version);
        Assert.Equal("body 12", Text(document.Body));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task A_put_with_another_version_is_a_conflict_naming_document_and_actual_version(long expected)
    {
        await CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("1")));
        await CommitAsync(new CommitUnit().Put(Document("a"), 1, Bytes("2")));
        var result = await Store.CommitAsync(new CommitUnit().Put(Document("fresh"), 0, Bytes("x")).Put(Document("a"), expected, Bytes("3")), Token);
        Assert.Equal(new CommitResult.Conflict(Document("a"), 2), result);
        Assert.Equal("2", Text((await GetAsync("a"))!.Body));
        Assert.Null(await GetAsync("fresh"));
    }

    [Fact]
    public async Task A_put_on_an_absent_document_conflicts_with_version_zero()
    {
        var result = await Store.CommitAsync(new CommitUnit().Put(Document("a"), 4, Bytes("x")), Token);
        Assert.Equal(new CommitResult.Conflict(Document("a"), 0), result);
    }

    [Fact]
    public async Task Of_several_conflicts_the_first_in_the_units_order_is_reported()
    {
        await CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("1")).Put(Document("b"), 0, Bytes("1")));
        var result = await Store.CommitAsync(new CommitUnit().Put(Document("b"), 9, Bytes("2")).Put(Document("a"), 8, Bytes("2")), Token);
        Assert.Equal(new CommitResult.Conflict(Document("b"), 1), result);
    }

    [Fact]
    public async Task Expect_guards_without_changing()
    {
        await CommitAsync(new CommitUnit().Put(Document("guard"), 0, Bytes("g")));
        await CommitAsync(new CommitUnit().Expect(Document("guard"), 1).Expect(Document("absent"), 0).Put(Document("a"), 0, Bytes("1")));
        Assert.Equal(1, (await GetAsync("guard"))!.Version);
        Assert.Equal(new CommitResult.Conflict(Document("guard"), 1),
            await Store.CommitAsync(new CommitUnit().Put(Document("a"), 1, Bytes("2")).Expect(Document("guard"), 2), Token));
        Assert.Equal(new CommitResult.Conflict(Document("guard"), 1),
            await Store.CommitAsync(new CommitUnit().Expect(Document("guard"), 0), Token));
        Assert.Equal(new CommitResult.Conflict(Document("absent"), 0),
            await Store.CommitAsync(new CommitUnit().Expect(Document("absent"), 1), Token));
        Assert.Equal("1", Text((await GetAsync("a"))!.Body));
    }

    [Fact]
    public async Task A_delete_needs_the_version_and_a_document_made_anew_counts_from_one()
    {
        await CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("1")));
        await CommitAsync(new CommitUnit().Put(Document("a"), 1, Bytes("2")));
        Assert.Equal(new CommitResult.Conflict(Document("a"), 2), await Store.CommitAsync(new CommitUnit().Delete(Document("a"), 1), Token));
        await CommitAsync(new CommitUnit().Delete(Document("a"), 2));
        Assert.Null(await GetAsync("a"));
        Assert.Equal(new CommitResult.Conflict(Document("a"), 0), await Store.CommitAsync(new CommitUnit().Delete(Document("a"), 2), Token));
        await CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("again")));
        Assert.Equal(1, (await GetAsync("a"))!.Version);
    }

    [Fact]
    public async Task Several_documents_come_in_the_order_asked()
    {
        await CommitAsync(new CommitUnit().Put(Document("a"), 0, Bytes("A")).Put(Document("b"), 0, Bytes("B")).Put(new DocumentKey("ticket", "a"), 0, Bytes("T")));
        var documents = await Store.GetAsync([Document("b"), Document("none"), new DocumentKey("ticket", "a"), Document("a"), Document("b")], Token);
        Assert.Equal(["B", null, "T", "A", "B"], documents.Select(d => d is null ? null : Text(d.Body)));
        Assert.Empty(await Store.GetAsync([], Token));
    }

    [Fact]
    public async Task A_read_in_a_unit_sees_what_the_unit_wrote()
    {
        await CommitAsync(new CommitUnit().Put(Document("gone"), 0, Bytes("x")));
        var result = await CommitAsync(new CommitUnit()
            .Put(Document("a"), 0, Bytes("new")).Delete(Document("gone"), 1)
            .Read(Document("gone")).Read(Document("a")));
        Assert.Null(result.Documents[0]);
        Assert.Equal(1, result.Documents[1]!.Version);
        Assert.Equal("new", Text(result.Documents[1]!.Body));
    }

    [Fact]
    public async Task Any_bytes_up_to_a_megabyte_come_back_unchanged()
    {
        var every = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var large = new byte[1 << 20];
        new Random(7).NextBytes(large);
        byte[][] bodies = [[], every, large, "12\n34\r\n"u8.ToArray(), [0], "-"u8.ToArray(), "="u8.ToArray(), [0xff, 0xfe]];
        var unit = new CommitUnit();
        for (var i = 0; i < bodies.Length; i++) unit.Put(Document($"d{i}"), 0, bodies[i]).Append(Log("a"), bodies[i]);
        await CommitAsync(unit);
        var log = await ReadAllAsync("a");
        for (var i = 0; i < bodies.Length; i++)
        {
            var document = await GetAsync($"d{i}");
            Assert.True(document!.Body.Span.SequenceEqual(bodies[i]), $"document {i}");
            Assert.True(log.Entries[i].Body.Span.SequenceEqual(bodies[i]), $"entry {i}");
        }
    }

    [Fact]
    public async Task Names_with_odd_characters_stay_apart()
    {
        string[] ids =
        [
            "a", "A", "a ", " a", "a:b", "a:b:c", "b:c", "{a}", "}{", "a/b", "a*?[x]", "'; DROP TABLE documents; --", "%s%n", "名前", "😀", "é", "e\u0301",
            "\u2028", "a\"b", "a\\b", new string('x', StoreNameRules.MaxLength),
        ];
        var unit = new CommitUnit();
        foreach (var id in ids)
        {
            unit.Put(Document(id), 0, Bytes(id)).Append(Log(id), Bytes(id), id).Append(Log("ids"), Bytes(id), id)
                .SetIndex("members", id, 5).SetIndex("members of " + id[..Math.Min(id.Length, 150)], "m", ids.IndexOf(id));
        }
        await CommitAsync(unit);
        var documents = await Store.GetAsync([.. ids.Select(Document)], Token);
        Assert.Equal(ids, documents.Select(d => Text(d!.Body)));
        foreach (var id in ids)
        {
            Assert.Equal($"1:{id}", Text(await ReadAllAsync(id)));
            Assert.Equal([new("m", ids.IndexOf(id))], await AllOfAsync("members of " + id[..Math.Min(id.Length, 150)]));
            Assert.Equal(new CommitResult.Duplicate(Log("ids"), id), await Store.CommitAsync(new CommitUnit().Append(Log("ids"), Bytes("x"), id), Token));
        }
        Assert.Equal(ids.Order(StringComparer.Ordinal), (await AllOfAsync("members")).Select(e => e.Member));
    }

    [Fact]
    public async Task Log_and_id_do_not_run_together()
    {
        await CommitAsync(new CommitUnit().Append(Log("a:b"), Bytes("1"), "c"));
        await CommitAsync(new CommitUnit().Append(Log("a"), Bytes("1"), "b:c"));
        await CommitAsync(new CommitUnit().Append(new LogKey("inbox", "a:b"), Bytes("1"), "c"));
        await CommitAsync(new CommitUnit().Append(Log("a:b:c"), Bytes("1"), "c"));
    }

    public static TheoryData<string> BrokenNames => ["", "a\nb", "\0", "\u007f", "\u0085", "\ud800", "\ude00a", new string('x', StoreNameRules.MaxLength + 1)];

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public async Task A_name_that_breaks_the_rules_is_refused(string name)
    {
        await RefusedAsync(u => u.Put(Document(name), 0, Bytes("x")));
        await RefusedAsync(u => u.Read(Document(name)));
        await RefusedAsync(u => u.Append(Log(name), Bytes("x")));
        await RefusedAsync(u => u.Append(Log("a"), Bytes("x"), name));
        await RefusedAsync(u => u.TrimThrough(Log(name), 1));
        await RefusedAsync(u => u.Read(Log(name), 0, 1));
        await RefusedAsync(u => u.SetIndex(name, "m", 1));
        await RefusedAsync(u => u.SetIndex("i", name, 1));
        await RefusedAsync(u => u.Claim("i", name, LongLease));
        await RefusedAsync(u => u.Settle("i", "m", Log(name), LongLease));
        await RefusedAsync(u => u.Increment(name));
        await RefusedAsync(u => u.Wake(name));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.GetAsync([Document(name)], Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ReadAsync(Log(name), 0, 1, Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.RankAsync("i", name, Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("a:b")]
    [InlineData("a b")]
    [InlineData("ä")]
    public async Task A_kind_that_breaks_the_rules_is_refused(string kind)
    {
        await RefusedAsync(u => u.Put(new DocumentKey(kind, "a"), 0, Bytes("x")));
        await RefusedAsync(u => u.Append(new LogKey(kind, "a"), Bytes("x")));
    }

    /// <summary>The unit is refused, and nothing of it was written.</summary>
    private async Task RefusedAsync(Action<CommitUnit> add)
    {
        var unit = new CommitUnit().Put(Document("bystander"), 0, Bytes("x"));
        add(unit);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(unit, Token));
        Assert.Null(await GetAsync("bystander"));
    }
}
