using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary>Reads the tokenizer that a command line names.</summary>
internal static class TokenizerPlace
{
    /// <summary>What can be named.</summary>
    public const string Kinds = "tokenizer.json, vocab.json with merges.txt, vocab.txt, ranks (.tiktoken), SentencePiece (.model), GGUF, or a folder with one of these";

    /// <summary>Reads it.</summary>
    /// <param name="name">What the command line calls it, for the message.</param>
    /// <param name="path">A file of any kind, or a folder.</param>
    /// <exception cref="UserException">There is none, or it cannot be read.</exception>
    public static Tokenizer Load(string name, string path)
    {
        try
        {
            return Tokenizer.Load(path);
        }
        catch (FileNotFoundException missing)
        {
            throw new UserException(
                Directory.Exists(path) ? $"{name} {path}: this folder has no tokenizer; expected {Kinds}." : $"{name} {path}: there is no such file or folder; expected {Kinds}.", missing);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new UserException($"{name} {path}: permission to read it is denied.", refused);
        }
    }
}
