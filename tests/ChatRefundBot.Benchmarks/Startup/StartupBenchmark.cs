using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatRefundBot.Benchmarks.Turns;
using ChatRefundBot.Testing.Chats;
using ChatRefundBot.Testing.Storage;

namespace ChatRefundBot.Benchmarks.Startup;

/// <summary>How soon the program answers after its process started, and what it holds when nobody writes. Needs a Release build of the host.</summary>
internal static class StartupBenchmark
{
    private const int Runs = 5;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly string Program = Path.Combine(RepositoryFiles.Root, "src", "ChatRefundBot", "bin", "Release", "net10.0", "ChatRefundBot.dll");

    public static async Task<int> RunAsync()
    {
        if (!File.Exists(Program))
        {
            await Console.Error.WriteLineAsync($"Build the host first: dotnet build -c Release src/ChatRefundBot ({Program} is not there).");
            return 2;
        }

        var (firstChat, laterChat, firstServe, laterServe) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var idle = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            using var data = new TemporaryDirectory();
            firstChat.Add(await ChatAsync(data.FullPath));
            laterChat.Add(await ChatAsync(data.FullPath));
            using var served = new TemporaryDirectory();
            firstServe.Add((await ServeAsync(served.FullPath, settle: false)).Seconds);
            var (seconds, megabytes) = await ServeAsync(served.FullPath, settle: true);
            laterServe.Add(seconds);
            idle.Add(megabytes);
        }

        Console.WriteLine("| from process start to | median | lowest - highest |");
        Console.WriteLine("|---|---:|---:|");
        Print("first answer of `chat`, new data directory", firstChat, "s");
        Print("first answer of `chat`, again", laterChat, "s");
        Print("`serve` ready, new data directory", firstServe, "s");
        Print("`serve` ready, again", laterServe, "s");
        Print(string.Create(CultureInfo.InvariantCulture, $"resident memory of `serve`, embedded store, idle for {Settling.TotalSeconds} s"), idle, "MB");
        return 0;
    }

    private static void Print(string name, List<double> runs, string unit) =>
        Console.WriteLine(TurnBenchmark.Line($"| {name} | {TurnBenchmark.Median(runs, r => r):0.00} {unit} | {runs.Min():0.00} - {runs.Max():0.00} |"));

    private static async Task<double> ChatAsync(string data)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start("chat", $"--Store:DataDirectory={data}");
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("bot> ", StringComparison.Ordinal)) { }
        var seconds = watch.Elapsed.TotalSeconds;
        process.StandardInput.Close();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? seconds : throw new InvalidOperationException($"chat ended with {process.ExitCode}.");
    }

    private static async Task<(double Seconds, double Megabytes)> ServeAsync(string data, bool settle)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        using var process = Start("serve", $"--Store:DataDirectory={data}", $"--Urls={url}");
        _ = process.StandardOutput.ReadToEndAsync();
        while (!await IsReadyAsync(client, url)) await Task.Delay(10);
        var seconds = watch.Elapsed.TotalSeconds;
        if (settle) await Task.Delay(Settling);
        process.Refresh();
        var megabytes = process.WorkingSet64 / 1024.0 / 1024.0;
        process.Kill();
        await process.WaitForExitAsync();
        return (seconds, megabytes);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, string url)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(url + "/health/ready"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = System.Diagnostics.Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
