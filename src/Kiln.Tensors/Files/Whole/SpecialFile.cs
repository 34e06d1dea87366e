using System.Formats.Tar;

#if IN_TOKENIZERS
namespace Kiln.Tokenizers;
#else
namespace Kiln.Tensors;
#endif

/// <summary>Tells named pipes and devices from files. .NET says the kind of a file nowhere but in the entry that an archive has of it, and opening a pipe to find out would wait for its reader.</summary>
internal static class SpecialFile
{
    /// <summary>Whether a path names a pipe or a device: what is written to and never replaced.</summary>
    /// <param name="path">A path without links; it need not exist.</param>
    public static bool Is(string path)
    {
        try
        {
            // Only what has no length goes into the archive, so no contents are read.
            if (OperatingSystem.IsWindows() || new FileInfo(path) is not { Exists: true, Length: 0 })
            {
                return false;
            }

            using var archive = new MemoryStream();
            using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
            {
                writer.WriteEntry(path, "entry");
            }

            archive.Position = 0;
            using var reader = new TarReader(archive);
            return reader.GetNextEntry()?.EntryType is TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // An empty file that must not be read, or a socket: opening it to write says what is wrong.
            return false;
        }
    }
}
