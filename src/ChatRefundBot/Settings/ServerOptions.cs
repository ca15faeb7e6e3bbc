using System.ComponentModel.DataAnnotations;

namespace ChatRefundBot.Settings;

/// <summary>Where the host listens.</summary>
[SettingsSection("")]
internal sealed class ServerOptions : IValidatableObject
{
    /// <summary>Addresses to listen on, separated by semicolons. Default <c>http://localhost:5080</c>.</summary>
    [Required(ErrorMessage = "is empty; give an address such as http://localhost:5080")]
    public string Urls { get; set; } = "http://localhost:5080";

    public IReadOnlyList<string> Addresses => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>True when every address is reachable from this machine only.</summary>
    public bool IsLoopbackOnly => Addresses.All(a => TryParse(a) is { } parsed && parsed.Host is "localhost" or "127.0.0.1" or "[::1]");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var address in Addresses)
        {
            if (TryParse(address) is null)
                yield return new ValidationResult($"has '{address}'; write http://HOST:PORT or https://HOST:PORT, several separated by ';'", [nameof(Urls)]);
        }
    }

    private static BindingAddress? TryParse(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            return parsed is { Scheme: "http" or "https", PathBase: "", IsUnixPipe: false, IsNamedPipe: false, Port: >= 0 and <= 65535 } ? parsed : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
