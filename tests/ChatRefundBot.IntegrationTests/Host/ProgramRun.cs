using System.Diagnostics;
using System.Text;
using Xunit;

namespace ChatRefundBot.IntegrationTests.Host;

/// <summary>The built program run to its end, as a shell would run it.</summary>
internal sealed record ProgramRun(int Code, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The program as this build made it.</summary>
    public static string Built { get; } = Path.Combine(AppContext.BaseDirectory, "ChatRefundBot.dll");

    /// <param name="input">What goes through the pipe; null: an empty one.</param>
    public static async Task<ProgramRun> Async(
        string workingDirectory, IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        using var process = Start(workingDirectory, arguments, environment, program);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await process.StandardInput.WriteAsync((input ?? "").AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
        }
        catch (IOException)
        {
            // It ended without reading everything, which its exit code tells about.
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"'{string.Join(' ', arguments)}' did not end. Output:\n{await output}\nError:\n{await error}");
        }

        return new ProgramRun(process.ExitCode, await output, await error);
    }

    public static Process Start(string workingDirectory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo("dotnet", [program ?? Built, .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        // A locale without UTF-8, which must not matter.
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
