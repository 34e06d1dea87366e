using System.Collections;
using System.Globalization;

namespace Kiln.Neural;

/// <summary>
/// Modules one behind the other: each one's output is the next one's input. Paths of parameters are <c>layers.0.weight</c>,
/// <c>layers.0.bias</c>, <c>layers.3.weight</c>, ….
/// </summary>
/// <example>
/// <code>
/// var network = new Sequential(
///     new Dense(784, 128, activation: Activation.ReLU),
///     new Dense(128, 10));
/// </code>
/// </example>
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly ModuleList<Module> _layers;

    /// <summary>Chains modules.</summary>
    /// <param name="layers">The modules, first to last; more can follow with <see cref="Add"/> or in a collection initializer.</param>
    /// <exception cref="ShapeException">A module takes another number of features than the one before it makes, as far as their settings tell.</exception>
    public Sequential(params ReadOnlySpan<Module> layers)
    {
        _layers = ChildList<Module>("layers");
        foreach (Module layer in layers)
        {
            Add(layer);
        }
    }

    /// <summary>How many modules there are.</summary>
    public int Count => _layers.Count;

    /// <summary>One of the modules.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public Module this[int index] => _layers[index];

    /// <summary>Appends a module.</summary>
    /// <param name="layer">The module.</param>
    /// <exception cref="ArgumentException">The module contains this one.</exception>
    /// <exception cref="ShapeException">The module takes another number of features than the one before it makes, as far as their settings tell.</exception>
    public void Add(Module layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Lead(LastAxis.Unknown).Check(layer, string.Create(CultureInfo.InvariantCulture, $"layers.{Count}"));
        _layers.Add(layer);
    }

    internal override int TakenFeatures
    {
        get
        {
            // Layers that keep the last axis, whatever it is, pass the question on.
            var any = new LastAxis(int.MaxValue);
            foreach (Module layer in this)
            {
                if (layer.TakenFeatures is > 0 and int taken)
                {
                    return taken;
                }

                if (layer.Lead(any) != any)
                {
                    break;
                }
            }

            return 0;
        }
    }

    internal override LastAxis Lead(LastAxis given)
    {
        foreach (Module layer in this)
        {
            given = layer.Lead(given);
        }

        return given;
    }

    internal override OutputRange? RangeOf(OutputRange? given)
    {
        foreach (Module layer in this)
        {
            given = layer.RangeOf(given);
        }

        return given;
    }

    internal override bool MayHoldTensors
    {
        get
        {
            for (int i = 0; i < _layers.Count; i++)
            {
                if (_layers[i].MayHoldTensors)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Applies the modules in order.</summary>
    /// <param name="x">The first module's input.</param>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        OutputObserver? observer = OutputObserver.Current;
        bool ours = false; // Whether x was made here, and by a module that let go of it.
        for (int i = 0; i < _layers.Count; i++)
        {
            Module layer = _layers[i];
            Tensor? pooled = null;
            Tensor y;
            try
            {
                // A pooling right behind a convolution becomes part of it.
                if (layer is Conv2D convolution && i + 1 < _layers.Count && _layers[i + 1] is MaxPool2D pooling)
                {
                    pooled = convolution.ForwardPooled(x, pooling);
                }

                y = pooled ?? layer.Forward(x);
            }
            catch (ShapeException error) when (i > 0 && InputSource.IsAtFault(layer, error))
            {
                throw InputSource.Named(error, _layers[i - 1]);
            }

            if (pooled is not null && observer is not null)
            {
                // What is between is computed for the observer alone, so that no bit depends on there being one.
                using (Autograd.NoGrad())
                {
                    Tensor between = layer.Forward(x);
                    observer.Report(layer, x, between);
                    observer.Report(_layers[i + 1], between, y);
                }
            }
            else
            {
                observer?.Report(layer, x, y);
            }

            bool letsGo = !layer.MayHoldTensors;
            if (ours && letsGo)
            {
                TensorMarshal.HandOver(x, y);
            }

            // A view of what is ours is ours; a view of the caller's input is the caller's.
            ours = letsGo && (ours || !TensorMarshal.ShareMemory(x, y));
            x = y;
            i += pooled is null ? 0 : 1;
        }

        return x;
    }

    /// <summary>Enumerates the modules in order.</summary>
    public IEnumerator<Module> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("layers", _layers);
    }
}
