using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>One optimiser's formula for some lanes of a parameter, its gradient and up to three state arrays.</summary>
internal interface IStepFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many state arrays the formula cannot do without.</summary>
    public static abstract int States { get; }

    /// <summary>Changes the parameter and the states.</summary>
    public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : unmanaged, IFloatLanes<L, T>;
}

/// <summary>
/// Runs a formula over all arrays of all parameters in one pass and one parallel region: each array is read and written once, since the step is bound by
/// memory, and a network's many small parameters share tiles as if they lay one behind the other.
/// </summary>
internal static unsafe class OptimizerLoops
{
    // Some 3 µs of square roots and divisions: the 109,386 parameters of 784-128-64-10 make fourteen tiles, which two threads share evenly.
    private const int TileElements = 8192;

    public static void Run<TFormula, T>(
        string kernel, in TFormula formula, Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second)
        where TFormula : struct, IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = parameter.Length;
        Check(kernel, "gradient", count, gradient.Length, false);
        Check(kernel, "first state", count, first.Length, true);
        Check(kernel, "second state", count, second.Length, true);
        fixed (T* p = parameter, g = gradient, a = first, b = second)
        {
            Run(kernel, formula, [new StepArrays<T>(p, g, count, a, b)]);
        }
    }

    public static void Run<TFormula, T>(string kernel, in TFormula formula, ReadOnlySpan<StepArrays<T>> arrays)
        where TFormula : struct, IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long total = 0;
        foreach (ref readonly StepArrays<T> array in arrays)
        {
            Check<TFormula, T>(kernel, array);
            total += array.Count;
        }

        int tiles = checked((int)((total + TileElements - 1) / TileElements));
        if (tiles == 0)
        {
            return;
        }

        // Where each tile begins: in which parameter, and where in it.
        (int Index, int Offset)[] starts = ArrayPool<(int, int)>.Shared.Rent(tiles);
        long position = 0;
        int tile = 0;
        for (int i = 0; i < arrays.Length; position += arrays[i].Count, i++)
        {
            for (; tile < tiles && (long)tile * TileElements < position + arrays[i].Count; tile++)
            {
                starts[tile] = (i, (int)((long)tile * TileElements - position));
            }
        }

        fixed (StepArrays<T>* all = arrays)
        {
            fixed ((int Index, int Offset)* begin = starts)
            {
                LaneTeam.Run<Body<TFormula, T>, T>(tiles, new Body<TFormula, T>(formula, all, arrays.Length, begin));
            }
        }

        ArrayPool<(int, int)>.Shared.Return(starts);
    }

    private static void Check(string kernel, string name, int expected, int given, bool optional)
    {
        if (given != expected && !(optional && given == 0))
        {
            throw new ArgumentException($"{kernel}: the parameter has {expected} elements, the {name} {given}; they must be equal");
        }
    }

    private static void Check<TFormula, T>(string kernel, in StepArrays<T> array)
        where TFormula : struct, IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool missing = array.Parameter == null || array.Gradient == null
            || (TFormula.States > 0 && array.First == null) || (TFormula.States > 1 && array.Second == null) || (TFormula.States > 2 && array.Third == null);
        if (missing && array.Count > 0)
        {
            throw new ArgumentException($"{kernel}: an array of a parameter with {array.Count} elements is null");
        }
    }

    private readonly struct Body<TFormula, T>(TFormula formula, StepArrays<T>* arrays, int count, (int Index, int Offset)* starts) : ILaneBody<T>
        where TFormula : struct, IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            (int index, int offset) = starts[tile];
            int left = TileElements;
            for (; index < count && left > 0; index++, offset = 0)
            {
                StepArrays<T>* array = arrays + index;
                int n = Math.Min(left, array->Count - offset);
                Elements<L>(
                    n,
                    array->Parameter + offset,
                    array->Gradient + offset,
                    array->First == null ? null : array->First + offset,
                    array->Second == null ? null : array->Second + offset,
                    array->Third == null ? null : array->Third + offset);
                left -= n;
            }
        }

        // Inlined into a caller that the runtime has counted, the loop looks cold, having no counts, and the formula became a call per vector.
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private void Elements<L>(int n, T* parameter, T* gradient, T* first, T* second, T* third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int i = 0;
            L none = L.Constant(0);
            for (; i <= n - L.Count; i += L.Count)
            {
                L p = L.Load(parameter + i);
                L a = first == null ? none : L.Load(first + i);
                L b = second == null ? none : L.Load(second + i);
                L c = third == null ? none : L.Load(third + i);
                formula.Step(ref p, L.Load(gradient + i), ref a, ref b, ref c);
                L.Store(p, parameter + i);
                if (first != null)
                {
                    L.Store(a, first + i);
                }

                if (second != null)
                {
                    L.Store(b, second + i);
                }

                if (third != null)
                {
                    L.Store(c, third + i);
                }
            }

            if (i < n)
            {
                int rest = n - i;
                L p = Tail.Load<L, T>(parameter + i, rest, T.Zero);
                L a = first == null ? none : Tail.Load<L, T>(first + i, rest, T.Zero);
                L b = second == null ? none : Tail.Load<L, T>(second + i, rest, T.Zero);
                L c = third == null ? none : Tail.Load<L, T>(third + i, rest, T.Zero);
                formula.Step(ref p, Tail.Load<L, T>(gradient + i, rest, T.Zero), ref a, ref b, ref c);
                Tail.Store<L, T>(p, parameter + i, rest);
                if (first != null)
                {
                    Tail.Store<L, T>(a, first + i, rest);
                }

                if (second != null)
                {
                    Tail.Store<L, T>(b, second + i, rest);
                }

                if (third != null)
                {
                    Tail.Store<L, T>(c, third + i, rest);
                }
            }
        }
    }
}
