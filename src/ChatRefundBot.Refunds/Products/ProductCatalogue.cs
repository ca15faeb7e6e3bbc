namespace ChatRefundBot.Refunds.Products;

/// <summary>Which column of the evidence matrix a product belongs to.</summary>
public enum EvidenceClass
{
    /// <summary><c>code</c>: codes, keys, gift and member codes.</summary>
    Code,

    /// <summary><c>topup</c>: filled into the account the buyer named; irreversible.</summary>
    Topup,

    /// <summary><c>non_standard</c>: accounts, custom keys, services.</summary>
    NonStandard,

    /// <summary><c>unclear</c>: nobody could say what it is.</summary>
    Unclear,
}

/// <summary>A product type.</summary>
/// <param name="Id">Such as <c>CARD_CODE</c>.</param>
/// <param name="Standard">True or false; null where the listing decides (software keys: standard if a fixed edition).</param>
/// <param name="Evidence">Its column of the evidence matrix.</param>
/// <param name="WindowMinutes">The refund window after delivery.</param>
/// <param name="Delivery"><c>account</c> (直充: into the account named) or <c>code</c> (卡密: code and password) or <c>access</c> (an account or a person's work).</param>
/// <param name="WhenKey">Wording key: refundable when.</param>
/// <param name="UntilKey">Wording key: until when.</param>
/// <param name="EvidenceKey">Wording key: with which evidence.</param>
/// <param name="NameKey">Wording key of its name.</param>
public sealed record ProductType(
    string Id, bool? Standard, EvidenceClass Evidence, int WindowMinutes, string Delivery,
    string WhenKey, string UntilKey, string EvidenceKey, string NameKey)
{
    /// <summary>Whether a NOT_RECEIVED claim is about a top-up.</summary>
    public bool IsTopup => Evidence == EvidenceClass.Topup;

    /// <summary>Whether the type says nothing (<c>UNKNOWN</c>): ask, then a human.</summary>
    public bool IsUnclear => Evidence == EvidenceClass.Unclear;
}

/// <summary>All product types of <c>products.yaml</c>.</summary>
public sealed class ProductCatalogue
{
    private readonly Dictionary<string, ProductType> _byId;

    internal ProductCatalogue(IReadOnlyList<ProductType> types)
    {
        All = types;
        _byId = types.ToDictionary(type => type.Id, StringComparer.Ordinal);
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ProductType> All { get; }

    /// <summary>The type of that id, or null.</summary>
    public ProductType? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);
}
