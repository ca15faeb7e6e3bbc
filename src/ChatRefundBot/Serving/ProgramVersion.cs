using System.Reflection;

namespace ChatRefundBot.Serving;

internal static class ProgramVersion
{
    /// <summary>Version of the program, with the commit where the build knew it.</summary>
    public static readonly string Text = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
