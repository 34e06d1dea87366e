using Kiln.Tokenizers;

namespace Kiln.Cli.Tests;

public class TokenPiecesTests
{
    [Fact]
    public void Tokens_next_to_each_other_have_different_grounds_and_control_characters_are_pictures()
    {
        using var folder = new TemporaryFolder();
        const string Text = "unlike\tHello\e world";
        var encoding = Tokenizer.Load(SmallTokenizer.In(folder)).Encode(Text);
        Snapshot.Matches("token-pieces-colors", Rendered.Colored(TokenPieces.View(Text, encoding)));
        Rendered.Plain(TokenPieces.View(Text, encoding)).TrimEnd().ShouldBe("[CLS]unlike␉Hello␛ world[SEP]");
    }

    [Fact]
    public void Tokens_within_one_character_show_it_once()
    {
        const string Text = "a😀b";
        var bytes = TokenizerTrainer.TrainBpe(
            [Text], new() { PreTokenizer = new ByteLevelPreTokenizer { AddPrefixSpace = false }, Decoder = new ByteLevelDecoder() }, new() { VocabularySize = 6 });
        var encoding = bytes.Encode(Text);
        encoding.Count.ShouldBe(6);
        Rendered.Plain(TokenPieces.View(Text, encoding)).TrimEnd().ShouldBe("a😀···b");
    }
}
