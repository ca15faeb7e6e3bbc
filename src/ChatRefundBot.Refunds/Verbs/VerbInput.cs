using System.Globalization;
using ChatRefundBot.Refunds.Policy;

namespace ChatRefundBot.Refunds.Verbs;

/// <summary>Exit codes of the verbs.</summary>
public static class ExitCodes
{
    /// <summary>Good.</summary>
    public const int Good = 0;

    /// <summary>The thing asked about failed: a case, a check.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use or broken input; the reason is on standard error.</summary>
    public const int Broken = 2;
}

/// <summary>Reads what a verb is given; null means broken, with the reason on standard error.</summary>
internal static class VerbInput
{
    private const int MaxBytes = 16 * 1024 * 1024;

    internal static PolicyTable? Table(string directory, TextWriter stderr)
    {
        switch (PolicyLoader.Load(directory))
        {
            case PolicyLoadResult.Loaded loaded:
                return loaded.Table;
            case PolicyLoadResult.Failed failed:
                foreach (var error in failed.Errors)
                    stderr.WriteLine(error);
                stderr.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The table in {directory} has {failed.Errors.Count} errors."));
                return null;
            default:
                throw new InvalidOperationException("The loader answered with neither a table nor errors.");
        }
    }

    internal static string? Text(string file, TextReader stdin, TextWriter stderr)
    {
        try
        {
            if (file == "-")
                return ReadBounded(stdin, stderr);
            if (File.Exists(file))
            {
                using var reader = new StreamReader(file);
                return ReadBounded(reader, stderr);
            }

            stderr.WriteLine($"There is no file {file}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            stderr.WriteLine($"{file} cannot be read: {fault.Message}");
        }

        return null;
    }

    internal static void Report(string file, IEnumerable<string> problems, TextWriter stderr)
    {
        foreach (var problem in problems.Take(100))
            stderr.WriteLine($"{(file == "-" ? "standard input" : file)}: {problem}");
    }

    private static string? ReadBounded(TextReader reader, TextWriter stderr)
    {
        var buffer = new char[64 * 1024];
        var text = new System.Text.StringBuilder();
        int read;
        while ((read = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.Length <= MaxBytes)
                continue;
            stderr.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The input is longer than {MaxBytes} characters."));
            return null;
        }

        return text.ToString();
    }
}
