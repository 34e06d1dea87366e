namespace Kiln.Numerics;

/// <summary>The arithmetic and the checks that windows sliding over images share.</summary>
internal static class Extents
{
    /// <summary>Positions of a window along one axis; 0 when it does not fit.</summary>
    public static int Output(int input, int kernel, int stride, int before, int after, int dilation)
    {
        var room = (long)input + before + after - ((long)dilation * (kernel - 1)) - 1;
        return room < 0 ? 0 : checked((int)((room / stride) + 1));
    }

    /// <summary>Checks one axis of a window.</summary>
    public static void Window(string op, string axis, int input, int kernel, int stride, int before, int after, int dilation)
    {
        AtLeastOne(op, kernel, "kernel " + axis);
        AtLeastOne(op, stride, "stride " + axis);
        AtLeastOne(op, dilation, "dilation " + axis);
        NotNegative(op, before, "padding before the " + axis);
        NotNegative(op, after, "padding after the " + axis);
        var span = ((long)dilation * (kernel - 1)) + 1;
        if (span > (long)input + before + after)
        {
            throw new ArgumentException(
                $"{op}: a window of {axis} {span} (kernel {kernel}, dilation {dilation}) does not fit an input of {axis} {input} with padding {before} + {after}.");
        }

        var positions = (((long)input + before + after - span) / stride) + 1;
        if (positions > int.MaxValue)
        {
            throw new ArgumentException(
                $"{op}: an input of {axis} {input} with padding {before} + {after} has room for {positions} windows; expected at most {int.MaxValue}.");
        }
    }

    /// <summary>Checks that every window sees at least one element of the input.</summary>
    public static void Padding(string op, string axis, int padding, int kernel)
    {
        if (padding >= kernel)
        {
            throw new ArgumentException($"{op}: padding {padding} of the {axis} is not smaller than the window's {axis} {kernel}.");
        }
    }

    /// <summary>Checks that an extent is not negative.</summary>
    public static void NotNegative(string op, int value, string name)
    {
        if (value < 0)
        {
            throw new ArgumentException($"{op}: {name} is {value}; expected 0 or more.");
        }
    }

    /// <summary>Checks a span against the elements its shape needs.</summary>
    public static void Length(string op, string name, long length, long expected)
    {
        if (length != expected)
        {
            throw new ArgumentException($"{op}: {name} has {length} elements; its shape has {expected}.", name);
        }
    }

    private static void AtLeastOne(string op, int value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentException($"{op}: {name} is {value}; expected 1 or more.");
        }
    }
}
