using System.ComponentModel.DataAnnotations;

namespace ChatRefundBot.Settings;

/// <summary>Where the desk keeps its data.</summary>
[SettingsSection("Store")]
internal sealed class StoreOptions
{
    /// <summary>Redis or Valkey in the form of StackExchange.Redis; empty for the embedded store under <see cref="DataDirectory"/>.</summary>
    [Secret]
    public string ConnectionString { get; set; } = "";

    /// <summary>Name of the shop; all its keys carry it. Default <c>default</c>.</summary>
    [RegularExpression("[A-Za-z0-9._-]{1,64}", ErrorMessage = "must be 1 to 64 letters, digits, '-', '_' and '.'")]
    [Required(ErrorMessage = "is empty; write a short name such as default")]
    public string Shop { get; set; } = "default";

    /// <summary>Directory of the embedded store, evidence and keys; relative to the working directory. Default <c>data</c>.</summary>
    [Required(ErrorMessage = "is empty; name a directory, for example data")]
    public string DataDirectory { get; set; } = "data";

    public bool IsEmbedded => ConnectionString.Length == 0;
}
