using System.Buffers.Binary;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Walks over the segments of a JPEG file (T.81, annex B), has its scans decoded and its samples put together. A decoder keeps its buffers and
/// tables for the next file of its thread, so that small pictures cost little more than their bits.
/// </summary>
internal sealed class JpegDecoder
{
    private const int MaxKeptBytes = 4 << 20;

    [ThreadStatic]
    private static JpegDecoder? t_kept;

    private readonly JpegFrame _frame = new();
    private readonly JpegTables _tables = new();
    private readonly JpegScan _scan = new();
    private readonly JpegSequential _sequential = new();
    private readonly JpegProgressive _progressive = new();
    private readonly JpegUpsampling _upsampling = new();
    private bool _framed;
    private int _scans;
    private int _restartInterval;
    private bool _jfif;
    private int? _adobeTransform;
    private int _orientation;

    internal static JpegDecoder Rent()
    {
        var decoder = t_kept ?? new JpegDecoder();
        t_kept = null;
        return decoder;
    }

    internal static void Return(JpegDecoder decoder)
    {
        decoder._frame.Trim(MaxKeptBytes);
        decoder._upsampling.Trim(MaxKeptBytes);
        t_kept = decoder;
    }

    internal Image Decode(ReadOnlySpan<byte> file, JpegOptions options, string name)
    {
        if (file.Length < 2 || file[0] != 0xFF || file[1] != JpegMarker.Start)
        {
            throw new FileFormatException(
                name, file.IsEmpty ? "the file is empty" : $"not a JPEG file: it begins with {Convert.ToHexString(file[..Math.Min(4, file.Length)])}; expected FFD8");
        }

        _tables.Clear();
        (_framed, _scans, _restartInterval, _jfif, _adobeTransform, _orientation) = (false, 0, 0, false, null, 1);
        try
        {
            ReadSegments(file, options, name);
        }
        catch (FileFormatException) when (options.KeepDamaged && _scans > 0)
        {
            // What has been decoded so far is what was asked for.
        }

        if (_frame.Progressive)
        {
            _progressive.Finish(_frame);
        }

        var image = Assemble();
        return options.ApplyOrientation ? JpegOrientation.Apply(image, _orientation) : image;
    }

    private void ReadSegments(ReadOnlySpan<byte> file, JpegOptions options, string name)
    {
        var at = 2;
        while (true)
        {
            var marker = NextMarker(file, ref at);
            if (marker == JpegMarker.End || (marker < 0 && Finished))
            {
                break;
            }

            if (marker < 0)
            {
                throw new FileFormatException(name, $"the JPEG file is cut short: it ends after {file.Length} bytes without {(_framed ? "all of its scans" : "an image")}");
            }

            if (JpegMarker.StandsAlone((byte)marker))
            {
                continue;
            }

            var length = at + 2 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : 0;
            if (marker == JpegMarker.Start || length < 2 || at + length > file.Length)
            {
                throw new FileFormatException(
                    name, length >= 2 && marker != JpegMarker.Start
                        ? $"the JPEG file is cut short: the segment {marker:X2} at byte {at - 2} has {length} bytes, the file only {file.Length - at} more"
                        : $"the JPEG file is damaged at byte {at - 2} (marker {marker:X2})");
            }

            var data = file.Slice(at + 2, length - 2);
            at += length;
            if (marker == JpegMarker.Scan)
            {
                at = ReadScan(file, at, data, options, name);
            }
            else
            {
                ReadSegment((byte)marker, data, file.Length, options, name);
            }
        }

        if (!_framed || _scans == 0)
        {
            throw new FileFormatException(name, "the JPEG file ends without an image");
        }

        CheckComplete(name);
    }

    /// <summary>Whether a file that lacks its end marker is whole all the same: a sequential one all of whose components were sent.</summary>
    private bool Finished
    {
        get
        {
            foreach (var component in _frame.Components)
            {
                if (!component.Seen)
                {
                    return false;
                }
            }

            return _framed && _scans > 0 && !_frame.Progressive;
        }
    }

    private void CheckComplete(string name)
    {
        foreach (var component in _frame.Components)
        {
            if (!component.Seen)
            {
                throw new FileFormatException(name, $"the JPEG file is cut short: it ends without component {component.Id} of {_frame.Components.Length}");
            }
        }
    }

    /// <summary>The next marker, stepped over; −1 at the end. Bytes between segments are passed over, as every reader does.</summary>
    private static int NextMarker(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length - 1)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
            {
                break;
            }

            at += next + 1;
            if (file[at] is not 0 and not 0xFF)
            {
                return file[at++];
            }
        }

        at = file.Length;
        return -1;
    }

    private void ReadSegment(byte marker, ReadOnlySpan<byte> data, int fileLength, JpegOptions options, string name)
    {
        switch (marker)
        {
            case JpegMarker.Baseline or JpegMarker.Extended or JpegMarker.Progressive:
                if (_framed)
                {
                    throw new FileFormatException(name, "the JPEG file has two frame headers");
                }

                _frame.Parse(marker, data, fileLength, options, name);
                _framed = true;
                break;
            case var frame when JpegMarker.IsFrame(frame):
                throw new FileFormatException(
                    name, $"the JPEG image is {JpegMarker.Describe(frame)}, which is not read; baseline and progressive Huffman coding are: save it anew as one of them");
            case JpegMarker.HuffmanTables:
                _tables.DefineHuffman(data, name);
                break;
            case JpegMarker.QuantizationTables:
                _tables.DefineSteps(data, name);
                break;
            case JpegMarker.RestartInterval:
                _restartInterval = data.Length == 2
                    ? BinaryPrimitives.ReadUInt16BigEndian(data)
                    : throw new FileFormatException(name, $"the restart interval of the JPEG file has {data.Length} bytes instead of 2");
                break;
            case JpegMarker.Lines:
                throw new FileFormatException(name, "the JPEG file gives its height only after the picture (DNL), which is not read");
            case JpegMarker.App0:
                _jfif |= data.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.App1:
                _orientation = _orientation == 1 ? JpegOrientation.Parse(data) : _orientation;
                break;
            case JpegMarker.App14 when data.Length >= 12 && data.StartsWith("Adobe"u8):
                _adobeTransform = data[11];
                break;
            default:
                break;
        }
    }

    private int ReadScan(ReadOnlySpan<byte> file, int at, ReadOnlySpan<byte> header, JpegOptions options, string name)
    {
        if (!_framed)
        {
            throw new FileFormatException(name, "the JPEG file begins a scan before it has said how large the image is");
        }

        if (_scans == options.MaxScans)
        {
            throw new FileFormatException(name, $"the JPEG file has more than {options.MaxScans} scans; if you trust the file, raise JpegOptions.MaxScans");
        }

        JpegScanHeader.Parse(_scan, _frame, header, name);
        _tables.Prepare(_scan, _frame.Progressive, name);
        _scans++;
        var bits = new JpegBits(file, at);
        var outcome = _frame.Progressive
            ? _progressive.Decode(ref bits, _scan, _frame, _tables, _restartInterval)
            : _sequential.Decode(ref bits, _scan, _frame, _tables, _restartInterval);
        return outcome switch
        {
            JpegOutcome.Complete => bits.At,
            JpegOutcome.CutShort => throw new FileFormatException(
                name, $"the JPEG file is cut short: its {file.Length} bytes end within scan {_scans}; JpegOptions.KeepDamaged gives the part that is there"),
            _ => throw new FileFormatException(
                name, $"scan {_scans} of the JPEG file is damaged before byte {bits.At}; JpegOptions.KeepDamaged gives the part before it"),
        };
    }

    /// <summary>Components, row by row, as grey or RGB.</summary>
    private Image Assemble()
    {
        var space = JpegColor.Of(_frame, _jfif, _adobeTransform);
        var (height, width) = (_frame.Height, _frame.Width);
        var channels = space == JpegColorSpace.Gray ? 1 : 3;
        var pixels = GC.AllocateUninitializedArray<byte>(height * width * channels);
        for (var y = 0; y < height; y++)
        {
            var to = pixels.AsSpan(y * width * channels);
            var first = _upsampling.Row(_frame, 0, y);
            if (space == JpegColorSpace.Gray)
            {
                first[..width].CopyTo(to);
                continue;
            }

            var second = _upsampling.Row(_frame, 1, y);
            var third = _upsampling.Row(_frame, 2, y);
            switch (space)
            {
                case JpegColorSpace.YCbCr:
                    JpegColor.ToRgb(first, second, third, width, to);
                    break;
                case JpegColorSpace.Rgb:
                    JpegColor.Interleave(first, second, third, width, to);
                    break;
                case JpegColorSpace.Cmyk:
                    JpegColor.CmykToRgb(first, second, third, _upsampling.Row(_frame, 3, y), width, to);
                    break;
                default:
                    JpegColor.YcckToRgb(first, second, third, _upsampling.Row(_frame, 3, y), width, to);
                    break;
            }
        }

        return Image.Wrap(height, width, channels, pixels);
    }
}
