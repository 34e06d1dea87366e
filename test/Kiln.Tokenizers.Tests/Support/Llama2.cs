using System.Buffers.Binary;

namespace Kiln.Tokenizers.Tests;

/// <summary>Llama 2's tokenizer as its tokenizer.json has it, made of the pieces and scores of tokenizer.bin.</summary>
internal static class Llama2
{
    private static readonly Lazy<Tokenizer> Lazy = new(Make);

    public static Tokenizer Tokenizer => Lazy.Value;

    internal static Tokenizer Fresh() => Make();

    private static Tokenizer Make()
    {
        var data = TestData.Bytes("llama2/tokenizer.bin").AsSpan(4);
        var builder = new VocabularyBuilder("tokenizer.bin", allowsRepeatedPieces: true);
        List<float> scores = [];
        while (data.Length > 0)
        {
            scores.Add(BinaryPrimitives.ReadSingleLittleEndian(data));
            var length = BinaryPrimitives.ReadInt32LittleEndian(data[4..]);
            var piece = System.Text.Encoding.UTF8.GetString(data.Slice(8, length));

            // The file was made for a decoder: it has spaces for marks, and line breaks around the tokens that begin and end a text.
            piece = builder.Count switch { 1 => "<s>", 2 => "</s>", _ => piece.Replace(' ', '▁') };
            builder.Add(System.Text.Encoding.UTF8.GetBytes(piece));
            data = data[(8 + length)..];
        }

        var model = BpeModel.FromScores(
            builder.Build(), scores.ToArray(), id => id >= 259, new BpeOptions { UnknownToken = "<unk>", FuseUnknown = true, ByteFallback = true });
        return new(model, new TokenizerParts
        {
            Normalizer = new SequenceNormalizer([new PrependNormalizer("▁"), new ReplaceNormalizer(TextPattern.String(" "), "▁")]),
            PostProcessor = TemplatePostProcessor.Parse("<s> $A", "<s> $A <s>:1 $B:1", new SpecialToken("<s>", 1)),
            Decoder = new SequenceDecoder([
                new ReplaceDecoder(TextPattern.String("▁"), " "), new ByteFallbackDecoder(), new FuseDecoder(), new StripDecoder(" ", 1, 0)]),
            AddedTokens = [new("<unk>", 0) { Special = true }, new("<s>", 1) { Special = true }, new("</s>", 2) { Special = true }],
        });
    }
}
