using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Turns runs of tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> into the text of these bytes; in a run that is neither UTF-8 nor lone surrogates every byte becomes U+FFFD.</summary>
public sealed class ByteFallbackDecoder : Decoder
{
    internal override void Apply(PieceList pieces)
    {
        var count = pieces.BeginRewrite();
        var isBroken = pieces.Streams && pieces.BeginsBroken;
        (pieces.EndsBroken, pieces.EndsInsideRun) = (false, false);
        List<byte> run = [];
        for (var i = 0; i < count; i++)
        {
            if (ByteTokens.TryParse(pieces.Before(i), out var value))
            {
                run.Add(value);
                continue;
            }

            EndRun(pieces, run, isBroken);
            isBroken = false;
            pieces.Add(pieces.Before(i));
        }

        EndRun(pieces, run, isBroken, ends: true);
    }

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "ByteFallback");

    private static void EndRun(PieceList pieces, List<byte> run, bool isBroken, bool ends = false)
    {
        ReadOnlySpan<byte> bytes = CollectionsMarshal.AsSpan(run);
        if (pieces.Streams && !isBroken)
        {
            // Characters that may have been shown stay; what is left is one to be, or broken.
            var shown = GeneralizedUtf8.CountWhole(bytes, out isBroken);
            if (shown > 0)
            {
                pieces.Add(bytes[..shown]);
            }

            bytes = bytes[shown..];
            pieces.EndsInsideRun = ends && !isBroken && !bytes.IsEmpty;
        }

        pieces.EndsBroken = ends && isBroken;
        if (!isBroken && GeneralizedUtf8.IsValid(bytes))
        {
            if (!bytes.IsEmpty)
            {
                pieces.Add(bytes);
            }
        }
        else
        {
            foreach (var _ in bytes)
            {
                pieces.Add("\uFFFD"u8);
            }
        }

        run.Clear();
    }
}
