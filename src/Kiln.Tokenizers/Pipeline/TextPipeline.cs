using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>From a text to tokens: added tokens, normalizer, pre-tokenizer and model, one after the other.</summary>
internal sealed class TextPipeline
{
    private readonly TextNormalizer? _normalizer;
    private readonly PreTokenizer? _preTokenizer;
    private readonly TokenizerModel _model;
    private readonly AddedTokenMatcher _original, _normalized;

    // Without a normalizer, places tell where characters came from.
    private readonly bool _needsOrigins;

    // Whether offsets are trimmed by what tokens read, and the id that may read as anything.
    private readonly bool _trims;
    private readonly int _unknown;

    public TextPipeline(TokenizerModel model, TokenizerParts parts)
    {
        (_normalizer, _preTokenizer) = (parts.Normalizer, parts.PreTokenizer);
        _model = model.Compile(_preTokenizer?.MakesBytes == true || _normalizer?.MakesBytes == true);

        _needsOrigins = _normalizer is not null && _preTokenizer?.NeedsOrigins == true;

        _trims = parts.PostProcessor is not (null or BertPostProcessor or TemplatePostProcessor);
        _unknown = (_model as UnigramModel)?.UnknownId ?? -1;

        // Without a normalizer the normalized text is the original, and one search is enough where all tokens are looked for in one of them; otherwise those of the original text
        // come first, as in the reference.
        var inText = parts.AddedTokens.Where(token => token.MatchesText).ToArray();
        var inNormalized = _normalizer is null && inText.All(token => token.Normalized) ? [] : inText.Where(token => token.Normalized).ToArray();
        _original = new(inText.Except(inNormalized), token => token.Content);
        _normalized = new(inNormalized, token => _normalizer?.Normalize(token.Content) ?? token.Content);
    }

    /// <summary>Whether the model has tokens for any bytes, and so for lone surrogates.</summary>
    public bool SaysBytes => _model.SaysBytes;

    /// <summary>Encodes the loaded text into its buffer. With offsets, they are bytes of the text.</summary>
    public void Run(EncodeSession session, SessionText text, bool tracks)
    {
        var tokens = text.Tokens;
        tokens.Clear(tracks, text.Length);
        session.Room = TextGrowth.Most(text.Length);
        var rest = 0;
        if (!_original.IsEmpty)
        {
            for (var from = 0; _original.Find(text.Span, from, rest, out var match); from = match.Next)
            {
                Segment(session, text, rest, match.Start);
                tokens.Position = match.Start;
                NoteSpaces(tokens, text.Span[match.Start..match.End]);
                tokens.Add(match.Id, match.End - match.Start);
                tokens.Word++;
                rest = match.End;
            }
        }

        Segment(session, text, rest, text.Length);
    }

    private void Segment(EncodeSession session, SessionText text, int start, int end)
    {
        if (start >= end)
        {
            return;
        }

        var (work, tokens) = (session.Work, text.Tokens);
        if (tokens.Tracks || _needsOrigins || end - start < text.Length)
        {
            work.Load(text.Bytes.AsSpan(start, end - start), start, tokens.Tracks || _needsOrigins, session.Room);
        }
        else
        {
            work.Exchange(ref text.Bytes, text.Length);
            text.Length = 0;
        }

        work.IsFirst = start == 0;
        _normalizer?.Apply(work);
        if (_normalized.IsEmpty)
        {
            Words(session, work, text);
            return;
        }

        var rest = 0;
        for (var from = 0; _normalized.Find(work.Span, from, rest, out var match); from = match.Next)
        {
            Part(rest, match.Start);
            var first = tokens.Count;
            tokens.Position = match.Start;
            NoteSpaces(tokens, work.Span[match.Start..match.End]);
            tokens.Add(match.Id, match.End - match.Start);
            tokens.Word++;
            MapToOriginal(work, text, first);
            rest = match.End;
        }

        Part(rest, work.Length);

        void Part(int from, int to)
        {
            if (from < to)
            {
                session.Part.LoadPart(work, from, to, session.Room);
                Words(session, session.Part, text);
            }
        }
    }

    private void Words(EncodeSession session, WorkText work, SessionText text)
    {
        var tokens = text.Tokens;
        work.BeginSplits();
        _preTokenizer?.Apply(work);
        if (_model.SeesBytes && !work.StandsForBytes)
        {
            ByteLetterText.Collapse(work);
        }
        else if (work.StandsForBytes && !_model.SeesBytes)
        {
            // Only byte pair encoding reads bytes; the pieces of other models are written in the letters that stand for them.
            ByteLetterText.Expand(work);
        }

        session.Room -= work.Length;
        var first = tokens.Count;
        var model = _model;
        if (model.CutsWords)
        {
            CutWords(session, work, tokens);
        }
        else
        {
            var remembers = model.RemembersWords && session.Models.Dropout is null;
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(work.Bytes);
            foreach (var split in work.Splits.AsSpan(0, work.SplitCount))
            {
                tokens.Position = split.Start;
                Word(session, model, remembers, ref Unsafe.Add(ref bytes, split.Start), split.Length, tokens);
                tokens.Word++;
            }
        }

        if (tokens.Tracks)
        {
            NoteUnknown(tokens, work, first);
            MapToOriginal(work, text, first);
        }
    }

    private void NoteSpaces(TokenBuffer tokens, ReadOnlySpan<byte> found)
    {
        if (_trims && tokens.Tracks)
        {
            tokens.SpacesAround[tokens.Count] = OffsetTrimming.CountSpaces(found);
        }
    }

    private void NoteUnknown(TokenBuffer tokens, WorkText work, int first)
    {
        for (var i = first; _trims && _unknown >= 0 && i < tokens.Count; i++)
        {
            if (tokens.Ids[i] == _unknown)
            {
                tokens.SpacesAround[i] = OffsetTrimming.CountSpaces(work.Span[tokens.Starts[i]..tokens.Ends[i]]);
            }
        }
    }

    private void CutWords(EncodeSession session, WorkText work, TokenBuffer tokens)
    {
        var model = _model;
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(work.Bytes);
        foreach (var split in work.Splits.AsSpan(0, work.SplitCount))
        {
            tokens.Position = split.Start;
            for (var start = split.Start; start < split.End;)
            {
                var length = model.NextCut(work.Bytes.AsSpan(start, split.End - start));
                Word(session, model, remembers: session.Models.Dropout is null, ref Unsafe.Add(ref bytes, start), length, tokens);
                start += length;
            }

            tokens.Word++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Word(EncodeSession session, TokenizerModel model, bool remembers, ref byte word, int length, TokenBuffer tokens)
    {
        if (length > WordCache.MaxLength || !remembers)
        {
            model.Tokenize(MemoryMarshal.CreateReadOnlySpan(ref word, length), tokens, session.Models);
        }
        else if (!session.Cache.TryGet(ref word, length, tokens))
        {
            var (first, position) = (tokens.Count, tokens.Position);
            model.Tokenize(MemoryMarshal.CreateReadOnlySpan(ref word, length), tokens, session.Models);
            if (tokens.Position == position + length)
            {
                session.Cache.Put(tokens, first, length);
            }
        }
    }

    /// <summary>Makes places in the model's text places in the original: whole characters there.</summary>
    private static void MapToOriginal(WorkText work, SessionText text, int first)
    {
        var tokens = text.Tokens;
        if (!tokens.Tracks)
        {
            return;
        }

        var starts = tokens.Starts.AsSpan(first, tokens.Count - first);
        var ends = tokens.Ends.AsSpan(first, tokens.Count - first);
        for (var i = 0; i < starts.Length && i < ends.Length; i++)
        {
            var (start, end) = (starts[i], ends[i]);
            if (end <= start)
            {
                // A token that covers nothing lies where it stands.
                starts[i] = ends[i] = start < work.Length ? Place(work.OriginOf(start)) : text.Length;
                continue;
            }

            var last = work.OriginOf(end - 1);
            starts[i] = Place(work.OriginOf(start));
            ends[i] = last < 0 ? ~last : last + CharacterLength(text.Bytes[last]);
        }
    }

    // What was put before everything has no length, and lies where the text begins.
    private static int Place(int origin) => origin < 0 ? ~origin : origin;

    private static int CharacterLength(byte lead) => lead switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
}
