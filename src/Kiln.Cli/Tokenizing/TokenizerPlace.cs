using Kiln.Tensors;
using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary>Reads the tokenizer that a command line names.</summary>
internal static class TokenizerPlace
{
    /// <summary>What can be named.</summary>
    public const string Kinds = "tokenizer.json, vocab.json with merges.txt, vocab.txt, ranks (.tiktoken), SentencePiece (.model), GGUF, or a folder with one of these";

    private static readonly string[] s_others = ["vocab.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "config.json"];

    /// <summary>Reads it.</summary>
    /// <param name="name">What the command line calls it, for the message.</param>
    /// <param name="path">A file of any kind, or a folder.</param>
    /// <exception cref="UserException">There is none, or it cannot be read.</exception>
    public static Tokenizer Load(string name, string path)
    {
        if (path.Length == 0)
        {
            throw new UserException($"{name}: an empty path; expected {Kinds}.") { IsWrongUse = true };
        }

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

    /// <summary>Looks at where a tokenizer.json shall be written, before any work is done.</summary>
    /// <param name="option">The option that named it, for the message.</param>
    /// <param name="path">The file.</param>
    /// <param name="source">The tokenizer that is converted, or null.</param>
    /// <exception cref="UserException">It cannot be written, would be taken for a file of another kind, or would replace what it is made of.</exception>
    public static void CheckOutput(string option, string path, string? source = null)
    {
        if (path.Length == 0)
        {
            throw new UserException($"{option}: an empty path; name the file to write, such as tokenizer.json.") { IsWrongUse = true };
        }

        if (IsDevice(path))
        {
            // Nothing is replaced, and who reads it knows what comes.
            return;
        }

        var name = Path.GetFileName(path);
        if (!Path.GetExtension(name).Equals(".json", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path))
        {
            throw new UserException($"{option} {path}: what is written is a tokenizer.json, and would be read as something else under this name; end it with .json.") { IsWrongUse = true };
        }

        if (s_others.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new UserException($"{option} {path}: a file of this name is a part of other kinds of tokenizers; name it tokenizer.json, or otherwise.") { IsWrongUse = true };
        }

        if (source is not null && File.Exists(source) && OutputPlace.Same(source, path))
        {
            throw new UserException($"{option} {path}: this is the tokenizer to convert, and would be replaced; name another file.") { IsWrongUse = true };
        }

        OutputPlace.Check(option, path);
    }

    /// <summary>Whether what is written goes to a device or a pipe, links followed.</summary>
    public static bool IsDevice(string path)
    {
        try
        {
            return AtomicFile.IsDevice(path) || (File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && AtomicFile.IsDevice(target.FullName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // There is nothing yet.
            return false;
        }
    }

    /// <summary>Where a command tells of its work that writes a tokenizer: not among it, where that is standard output.</summary>
    public static Screen ScreenBeside(Screen screen, string output, TextWriter error) =>
        screen.Json is null && output.Length > 0 && IsDevice(output) ? Screen.Open(error, isTerminal: false, json: null) : screen;
}
