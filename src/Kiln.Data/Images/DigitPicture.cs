namespace Kiln.Data;

/// <summary>Makes a picture of a handwritten digit, of any size and colour, look like those of MNIST and of the drawn digits.</summary>
public static class DigitPicture
{
    /// <summary>The side of the box that MNIST's digits are scaled into, as a share of the image's side.</summary>
    private const double BoxShare = 20.0 / 28;

    /// <summary>The least difference between ink and paper that is taken for ink.</summary>
    private const int LeastContrast = 24;

    /// <summary>
    /// Turns a picture into one that a digit classifier expects. It becomes grey, with bright ink on dark paper (it is inverted when its
    /// border is bright). A picture that has the wanted size already is left at that. Otherwise the paper is subtracted, what is
    /// left is cut out, scaled with its proportions into a box of 20/28 of the side and set with its centre of mass in the middle, as
    /// MNIST was made (LeCun, Cortes and Burges).
    /// </summary>
    /// <param name="picture">The picture; where it is transparent it counts as white.</param>
    /// <param name="side">The side of the result; 28 by default, at least 7.</param>
    /// <returns>A grey image of side × side.</returns>
    public static Image Prepare(Image picture, int side = 28)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 7);
        var gray = picture.ToGray();
        var paper = BorderMedian(gray);
        if (paper > 127)
        {
            (gray, paper) = (gray.Invert(), 255 - paper);
        }

        if (gray.Height == side && gray.Width == side)
        {
            return gray;
        }

        // Large pictures are shrunk first, which is fast and takes most of the noise away.
        var shrink = Math.Max(gray.Height, gray.Width) / (8.0 * side);
        if (shrink > 1)
        {
            gray = gray.Resize(Math.Max(1, (int)(gray.Height / shrink)), Math.Max(1, (int)(gray.Width / shrink)));
        }

        var ink = Subtract(gray, paper);
        return CutOut(ink) is { } cut ? Place(cut, side) : gray.Resize(side, side);
    }

    private static int BorderMedian(Image gray)
    {
        var border = new List<byte>();
        for (var y = 0; y < gray.Height; y++)
        {
            for (var x = 0; x < gray.Width; x += y == 0 || y == gray.Height - 1 ? 1 : Math.Max(1, gray.Width - 1))
            {
                border.Add(gray[y, x]);
            }
        }

        border.Sort();
        return border[border.Count / 2];
    }

    /// <summary>The picture with its paper at 0 and its brightest ink at 255.</summary>
    private static Image Subtract(Image gray, int paper)
    {
        var most = Math.Max(paper + LeastContrast, gray.Pixels.ToArray().Max());
        return Image.Wrap(
            gray.Height, gray.Width, 1, Array.ConvertAll(gray.Pixels.ToArray(), v => (byte)(Math.Max(0, v - paper) * 255 / (most - paper))));
    }

    /// <summary>The smallest part that holds all ink of more than a third of full strength; null when there is none.</summary>
    private static Image? CutOut(Image ink)
    {
        var (top, bottom, left, right) = (int.MaxValue, -1, int.MaxValue, -1);
        for (var y = 0; y < ink.Height; y++)
        {
            for (var x = 0; x < ink.Width; x++)
            {
                if (ink[y, x] > 85)
                {
                    (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
                    (left, right) = (Math.Min(left, x), Math.Max(right, x));
                }
            }
        }

        if (bottom < 0)
        {
            return null;
        }

        var (height, width) = (bottom - top + 1, right - left + 1);
        var cut = new byte[height * width];
        for (var y = 0; y < height; y++)
        {
            ink.Pixels.Slice((top + y) * ink.Width + left, width).CopyTo(cut.AsSpan(y * width));
        }

        return Image.Wrap(height, width, 1, cut);
    }

    private static Image Place(Image cut, int side)
    {
        var scale = BoxShare * side / Math.Max(cut.Height, cut.Width);
        var digit = cut.Resize(
            Math.Max(1, (int)Math.Round(cut.Height * scale)), Math.Max(1, (int)Math.Round(cut.Width * scale)), ResizeFilter.Bilinear);
        var (mass, massY, massX) = (0L, 0L, 0L);
        for (var y = 0; y < digit.Height; y++)
        {
            for (var x = 0; x < digit.Width; x++)
            {
                mass += digit[y, x];
                massY += digit[y, x] * (2L * y + 1);
                massX += digit[y, x] * (2L * x + 1);
            }
        }

        // Where the top left corner goes so that the centre of mass comes to the middle; kept inside the image.
        var top = Math.Clamp((int)Math.Round((side - massY / (double)Math.Max(1, mass)) / 2), 0, side - digit.Height);
        var left = Math.Clamp((int)Math.Round((side - massX / (double)Math.Max(1, mass)) / 2), 0, side - digit.Width);
        var placed = new byte[side * side];
        for (var y = 0; y < digit.Height; y++)
        {
            digit.Pixels.Slice(y * digit.Width, digit.Width).CopyTo(placed.AsSpan((top + y) * side + left));
        }

        return Image.Wrap(side, side, 1, placed);
    }
}
