using System.Text;

namespace ChatRefundBot.CommandLine;

internal static class Utf8
{
    /// <summary>UTF-8 without a byte order mark.</summary>
    public static readonly Encoding Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Lets the console speak UTF-8 whatever the locale.</summary>
    public static void UseForConsole()
    {
        try
        {
            Console.OutputEncoding = Encoding;
            Console.InputEncoding = Encoding;
        }
        catch (IOException)
        {
            // A process without a console, as services on Windows are: there is nothing to set.
        }
    }
}
