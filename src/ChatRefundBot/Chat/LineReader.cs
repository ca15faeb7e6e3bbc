using System.Text;

namespace ChatRefundBot.Chat;

/// <summary>A line as it was typed or piped, without its line break.</summary>
/// <param name="IsTooLong">True when it went on beyond the bound; <paramref name="Text"/> is then its beginning only.</param>
internal sealed record InputLine(string Text, bool IsTooLong);

/// <summary>Reads lines of bounded length. Only a line feed ends a line, with a carriage return before it or not.</summary>
internal sealed class LineReader(TextReader reader, int maxCharacters)
{
    private readonly char[] _buffer = new char[4096];
    private int _start;
    private int _end;

    /// <summary>The next line; null at the end of the input. Blocks, so that it is called on a thread of its own.</summary>
    public InputLine? Read()
    {
        var line = new StringBuilder();
        var (any, tooLong) = (false, false);
        while (Fill())
        {
            any = true;
            var piece = _buffer.AsSpan(_start, _end - _start);
            var feed = piece.IndexOf('\n');
            var part = feed < 0 ? piece : piece[..feed];
            _start += feed < 0 ? part.Length : feed + 1;
            var room = maxCharacters - line.Length;
            tooLong |= part.Length > room;
            line.Append(part[..Math.Min(part.Length, room)]);
            if (feed >= 0) return Line(line, tooLong);
        }

        return any ? Line(line, tooLong) : null;
    }

    private static InputLine Line(StringBuilder line, bool tooLong)
    {
        if (!tooLong && line.Length > 0 && line[^1] == '\r') line.Length--;
        return new InputLine(line.ToString(), tooLong);
    }

    private bool Fill()
    {
        if (_start < _end) return true;
        (_start, _end) = (0, reader.Read(_buffer, 0, _buffer.Length));
        return _end > 0;
    }
}
