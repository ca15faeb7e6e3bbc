using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace ChatRefundBot.RedisStorage;

/// <summary>A script of this assembly, called by its hash.</summary>
internal sealed class RedisScript
{
    /// <summary>Commits a unit.</summary>
    public static readonly RedisScript Commit = new("commit.lua");

    /// <summary>Reads a piece of a log.</summary>
    public static readonly RedisScript ReadLog = new("read-log.lua");

    private RedisScript(string file)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"ChatRefundBot.RedisStorage.Scripts.{file}")
            ?? throw new InvalidOperationException($"The script {file} is not embedded in the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var text = copy.ToArray();
        Text = text;
        // The hash that Redis itself gives the script; not a matter of security.
        Hash = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(text)));
    }

    /// <summary>Argument of EVALSHA.</summary>
    public RedisValue Hash { get; }

    /// <summary>Argument of EVAL, for a server that does not have the script (any more).</summary>
    public RedisValue Text { get; }
}
