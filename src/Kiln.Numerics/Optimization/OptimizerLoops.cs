using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>One optimiser's formula for some lanes of a parameter, its gradient and up to two state arrays.</summary>
internal interface IStepFormula<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Changes the parameter and the states.</summary>
    public void Step<L>(ref L parameter, L gradient, ref L first, ref L second)
        where L : unmanaged, IFloatLanes<L, T>;
}

/// <summary>Runs a formula over the arrays in one pass: each is read and written once, since the step is bound by memory.</summary>
internal static unsafe class OptimizerLoops
{
    private const int TileElements = 16384;

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
            WorkerTeam.Run((count + TileElements - 1) / TileElements, new Body<TFormula, T>(formula, p, g, a, b, count));
        }
    }

    private static void Check(string kernel, string name, int expected, int given, bool optional)
    {
        if (given != expected && !(optional && given == 0))
        {
            throw new ArgumentException($"{kernel}: the parameter has {expected} elements, the {name} {given}; they must be equal");
        }
    }

    private readonly struct Body<TFormula, T>(TFormula formula, T* parameter, T* gradient, T* first, T* second, int count) : ITileBody
        where TFormula : struct, IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke(int tile)
        {
            int start = tile * TileElements;
            int end = Math.Min(count, start + TileElements);
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512: Elements<Lanes512<T>>(start, end); break;
                case InstructionSet.Avx2: Elements<Lanes256<T>>(start, end); break;
                case InstructionSet.Vector128: Elements<Lanes128<T>>(start, end); break;
                default: Elements<Lanes1<T>>(start, end); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Elements<L>(int start, int end)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int i = start;
            L none = L.Constant(0);
            for (; i <= end - L.Count; i += L.Count)
            {
                L p = L.Load(parameter + i);
                L a = first == null ? none : L.Load(first + i);
                L b = second == null ? none : L.Load(second + i);
                formula.Step(ref p, L.Load(gradient + i), ref a, ref b);
                L.Store(p, parameter + i);
                if (first != null)
                {
                    L.Store(a, first + i);
                }

                if (second != null)
                {
                    L.Store(b, second + i);
                }
            }

            if (i < end)
            {
                int rest = end - i;
                L p = Tail.Load<L, T>(parameter + i, rest, T.Zero);
                L a = first == null ? none : Tail.Load<L, T>(first + i, rest, T.Zero);
                L b = second == null ? none : Tail.Load<L, T>(second + i, rest, T.Zero);
                formula.Step(ref p, Tail.Load<L, T>(gradient + i, rest, T.Zero), ref a, ref b);
                Tail.Store<L, T>(p, parameter + i, rest);
                if (first != null)
                {
                    Tail.Store<L, T>(a, first + i, rest);
                }

                if (second != null)
                {
                    Tail.Store<L, T>(b, second + i, rest);
                }
            }
        }
    }
}
