using System.Numerics;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// Which labels each sample has, when it may have several or none (scikit-learn: a multilabel indicator matrix): a (samples, labels)
/// table of yes and no. Immutable.
/// </summary>
public sealed class LabelSets
{
    private readonly byte[] _flags;

    private LabelSets(byte[] flags, int labels)
    {
        _flags = flags;
        Labels = labels;
    }

    /// <summary>A table of the given flags.</summary>
    /// <param name="flags">Row-major (samples, labels).</param>
    /// <param name="labels">Number of labels, at least 1.</param>
    /// <exception cref="ArgumentException">The flags are no whole number of rows.</exception>
    public LabelSets(ReadOnlySpan<bool> flags, int labels)
        : this(new byte[Checked(flags.Length, labels)], labels)
    {
        for (var i = 0; i < flags.Length; i++)
        {
            _flags[i] = flags[i] ? (byte)1 : (byte)0;
        }
    }

    /// <summary>Number of samples: rows.</summary>
    public int Samples => _flags.Length / Labels;

    /// <summary>Number of labels: columns.</summary>
    public int Labels { get; }

    /// <summary>Whether a sample has a label.</summary>
    /// <param name="sample">Row, 0 … <see cref="Samples"/> − 1.</param>
    /// <param name="label">Column, 0 … <see cref="Labels"/> − 1.</param>
    public bool this[int sample, int label]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)Samples, nameof(sample));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)Labels, nameof(label));
            return _flags[(sample * Labels) + label] != 0;
        }
    }

    /// <summary>The flags, 0 or 1, row-major.</summary>
    internal ReadOnlySpan<byte> Flags => _flags;

    /// <summary>A table from numbers, 0 for no and 1 for yes.</summary>
    /// <param name="flags">Row-major (samples, labels), only 0 and 1.</param>
    /// <param name="labels">Number of labels, at least 1.</param>
    /// <typeparam name="T">The type of number.</typeparam>
    /// <exception cref="ArgumentException">There is another number, or the flags are no whole number of rows.</exception>
    public static LabelSets Of<T>(ReadOnlySpan<T> flags, int labels)
        where T : struct, INumberBase<T>
    {
        var result = new byte[Checked(flags.Length, labels)];
        for (var i = 0; i < result.Length; i++)
        {
            if (flags[i] == T.One)
            {
                result[i] = 1;
            }
            else if (!T.IsZero(flags[i]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"label sets: the flag at row {i / labels}, column {i % labels} is {flags[i]}; only 0 and 1 are expected."));
            }
        }

        return new LabelSets(result, labels);
    }

    /// <summary>A table from a tensor of 0 and 1.</summary>
    /// <param name="flags">Shape (samples, labels).</param>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="ArgumentException">There is another number than 0 and 1.</exception>
    public static LabelSets Of(Tensor flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        if (flags.Rank != 2)
        {
            throw new ShapeException($"label sets: a tensor of shape {flags.Shape} was given; expected (samples, labels).");
        }

        return Of(new TensorReader().Doubles(flags), Math.Max(1, flags.Shape[1]));
    }

    /// <summary>One label per sample, that of its class (scikit-learn: <c>label_binarize</c>), which makes one-vs-rest problems of classes.</summary>
    /// <param name="classes">The class of each sample, in 0 … <paramref name="count"/> − 1.</param>
    /// <param name="count">Number of classes.</param>
    /// <exception cref="ArgumentException">A class is out of range.</exception>
    public static LabelSets OneHot(ReadOnlySpan<int> classes, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var flags = new byte[checked(classes.Length * count)];
        for (var i = 0; i < classes.Length; i++)
        {
            if ((uint)classes[i] >= (uint)count)
            {
                throw new ArgumentException($"label sets: the class at sample {i} is {classes[i]}, but there are {count} (0 to {count - 1}).");
            }

            flags[(i * count) + classes[i]] = 1;
        }

        return new LabelSets(flags, count);
    }

    /// <summary>A table of flags, by (sample, label).</summary>
    /// <param name="flags">The flags.</param>
    public static implicit operator LabelSets(bool[,] flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        var result = new byte[flags.Length];
        Buffer.BlockCopy(flags, 0, result, 0, result.Length);
        return new LabelSets(result, Checked(flags.GetLength(1)));
    }

    /// <summary>A table of 0 and 1, by (sample, label).</summary>
    /// <param name="flags">The flags.</param>
    /// <exception cref="ArgumentException">There is another number than 0 and 1.</exception>
    public static implicit operator LabelSets(int[,] flags)
    {
        ArgumentNullException.ThrowIfNull(flags);
        return Of<int>([.. flags.Cast<int>()], Checked(flags.GetLength(1)));
    }

    private static int Checked(int labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        return labels;
    }

    private static int Checked(int flags, int labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        return flags % labels == 0
            ? flags
            : throw new ArgumentException($"label sets: {flags} flags are no whole number of rows of {labels} labels; expected row-major (samples, labels).");
    }
}
