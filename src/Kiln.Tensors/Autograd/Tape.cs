using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// How an op records itself: it calls one of these with its result, its inputs and a backward rule. None is inlined, so that the
/// inputs stay alive until the kernel that reads their memory is done; an op that records nothing calls <see cref="Constant"/> or
/// GC.KeepAlive for the same reason.
/// </summary>
internal static class Tape
{
    /// <summary>Whether an op on this input is to be recorded.</summary>
    internal static bool Wants(Tensor x) => x.RequiresGrad && ExecutionScope.Current.Recording;

    /// <summary>Records a function of one tensor whose rule needs nothing but the gradient.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Tensor Unary(string op, Tensor result, Tensor x, Func<Tensor, Tensor> backward)
    {
        if (Wants(x))
        {
            result.Node = new Node(op, [new Edge(x)], [], context => context.Give(0, backward(context.Gradient)))
            {
                IsView = ReferenceEquals(result.Storage, x.Storage),
            };
        }

        return result;
    }

    /// <summary>Records a function of one tensor whose rule takes the gradient and one saved tensor.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Tensor Unary(string op, Tensor result, Tensor x, Tensor saved, Func<Tensor, Tensor, Tensor> backward)
    {
        if (Wants(x))
        {
            result.Node = new Node(op, [new Edge(x)], [saved], context => context.Give(0, backward(context.Gradient, context.Saved(0))))
            {
                IsView = ReferenceEquals(result.Storage, x.Storage),
            };
        }
        else if (saved.Storage.OwnedByNode)
        {
            saved.Storage.Release();
        }

        return result;
    }

    /// <summary>
    /// Records any op: the rule asks the context for what was saved and gives a gradient for each input that needs one. A saved
    /// tensor made by the op for itself is marked with <see cref="Tensor.AsTemporary"/> and returns to the pool after the pass. An op that ends in an
    /// activation names it, and asks the context whether the op behind has taken its derivative over, which an op can that absorbs.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Tensor Record(
        string op,
        Tensor result,
        ReadOnlySpan<Tensor?> inputs,
        ReadOnlySpan<Tensor?> saved,
        Action<BackwardContext> backward,
        Activation activation = Activation.None,
        bool canAbsorb = false)
    {
        bool wanted = false;
        foreach (Tensor? input in inputs)
        {
            wanted |= input is { RequiresGrad: true };
        }

        if (wanted && ExecutionScope.Current.Recording)
        {
            var edges = new Edge[inputs.Length];
            bool view = false;
            for (int i = 0; i < edges.Length; i++)
            {
                edges[i] = new Edge(inputs[i]);
                view |= ReferenceEquals(inputs[i]?.Storage, result.Storage);
            }

            result.Node = new Node(op, edges, saved, backward) { IsView = view, FusedActivation = activation, CanAbsorb = canAbsorb };
        }
        else
        {
            foreach (Tensor? tensor in saved)
            {
                if (tensor is { Storage.OwnedByNode: true })
                {
                    tensor.Storage.Release();
                }
            }
        }

        return result;
    }

    /// <summary>Ends an op whose result has no gradient by nature (integers, comparisons): only keeps the inputs alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Tensor Constant(Tensor result, Tensor? a = null, Tensor? b = null, Tensor? c = null)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
        return result;
    }

    /// <summary>Ends an op that could have a gradient but has no backward: throws when one would be cut.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Tensor NoBackward(string op, Tensor result, Tensor x)
    {
        if (Wants(x))
        {
            throw new AutogradException(
                $"{op}: has no gradient, and its input of shape {x.Shape} requires one; call x.Detach() first, or use Autograd.NoGrad()");
        }

        return result;
    }
}
