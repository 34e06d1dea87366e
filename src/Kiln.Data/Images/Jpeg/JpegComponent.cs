namespace Kiln.Data;

/// <summary>One colour component of a frame: its size, its samples and the tables that it is decoded with.</summary>
internal sealed class JpegComponent
{
    internal byte Id { get; private set; }

    /// <summary>Samples across for each <see cref="JpegFrame.MaxAcross"/> pixels.</summary>
    internal int Across { get; private set; }

    /// <summary>Samples down for each <see cref="JpegFrame.MaxDown"/> pixels.</summary>
    internal int Down { get; private set; }

    internal int QuantizationTable { get; private set; }

    /// <summary>Samples in a row that show something.</summary>
    internal int Width { get; set; }

    /// <summary>Rows that show something.</summary>
    internal int Height { get; set; }

    /// <summary>Blocks that cover <see cref="Width"/>: those of a scan of this component alone.</summary>
    internal int BlocksAcross => (Width + 7) / 8;

    /// <summary>Blocks that cover <see cref="Height"/>.</summary>
    internal int BlocksDown => (Height + 7) / 8;

    /// <summary>Blocks in a row of whole units of all components.</summary>
    internal int StoredAcross { get; set; }

    /// <summary>Rows of blocks in whole units of all components.</summary>
    internal int StoredDown { get; set; }

    /// <summary>Bytes from one row of samples to the next.</summary>
    internal int Stride => StoredAcross * 8;

    /// <summary>The samples, <see cref="StoredDown"/> · 8 rows of <see cref="Stride"/>; longer than that, as buffers are kept.</summary>
    internal byte[] Samples { get; set; } = [];

    /// <summary>Progressive only: the coefficients, 64 for each stored block, row by row within a block.</summary>
    internal short[] Coefficients { get; set; } = [];

    /// <summary>Progressive only: for each coefficient in the order sent, the lowest bit that is known; −1 before the first scan.</summary>
    internal sbyte[] KnownBits { get; } = new sbyte[64];

    /// <summary>The quantization table as it stood at the component's first scan, in the order sent.</summary>
    internal int[] Steps { get; } = new int[64];

    /// <summary>Whether a scan has begun to send the component.</summary>
    internal bool Seen { get; set; }

    /// <summary>The last DC value, from which the next differs by what is sent.</summary>
    internal int Prediction { get; set; }

    internal int DcTable { get; set; }

    internal int AcTable { get; set; }

    internal void Begin(byte id, int across, int down, int quantizationTable)
    {
        (Id, Across, Down, QuantizationTable, Seen) = (id, across, down, quantizationTable, false);
        KnownBits.AsSpan().Fill(-1);
    }
}
