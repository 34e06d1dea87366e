using System.IO.Compression;
using System.Security.Cryptography;

namespace Kiln.Data;

/// <summary>A published file: its name, its length, and by what it is known to be the right one.</summary>
/// <param name="Name">The name.</param>
/// <param name="Length">Its bytes as published.</param>
/// <param name="Md5">The published MD5 of the file, in hexadecimal.</param>
/// <param name="ContentSha256">SHA-256 of what a .gz file unpacks to, where known: a file that was packed anew is as good.</param>
internal sealed record PublicFile(string Name, long Length, string Md5, string? ContentSha256 = null)
{
    /// <summary>Whether a file is the published one; otherwise its MD5.</summary>
    internal async Task<string?> DifferenceAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
#pragma warning disable CA5351 // MD5 is what the publishers give; it finds damage, which is what it is for here.
            var md5 = Convert.ToHexStringLower(await MD5.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
#pragma warning restore CA5351
            if (md5 == Md5 || ContentSha256 is null)
            {
                return md5 == Md5 ? null : md5;
            }

            file.Position = 0;
            try
            {
                var gzip = new GZipStream(file, CompressionMode.Decompress);
                await using (gzip.ConfigureAwait(false))
                {
                    var sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(gzip, cancellationToken).ConfigureAwait(false));
                    return sha == ContentSha256 ? null : md5;
                }
            }
            catch (InvalidDataException)
            {
                return md5;
            }
        }
    }
}
