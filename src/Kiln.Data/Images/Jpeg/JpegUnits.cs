namespace Kiln.Data;

/// <summary>
/// Walks over the units (MCUs) of a scan and takes the restart markers between them. With several components a unit holds as many blocks
/// of each as its sampling factors say; with one it is a block, and blocks beyond the edge of the picture are not sent.
/// </summary>
internal ref struct JpegUnits
{
    private readonly ReadOnlySpan<JpegComponent> _components;
    private readonly int _restartInterval;
    private int _untilRestart;
    private int _restarts;

    internal JpegUnits(JpegScan scan, JpegFrame frame, int restartInterval)
    {
        _components = scan.Components;
        _restartInterval = _untilRestart = restartInterval;
        Interleaved = _components.Length > 1;
        (Across, Down) = Interleaved ? (frame.UnitsAcross, frame.UnitsDown) : (_components[0].BlocksAcross, _components[0].BlocksDown);
        Column = -1;
        Predict();
    }

    /// <summary>Whether a unit holds blocks of several components.</summary>
    internal bool Interleaved { get; }

    internal int Across { get; }

    internal int Down { get; }

    internal int Column { get; private set; }

    internal int Row { get; private set; }

    /// <summary>How many blocks of a component a unit holds.</summary>
    internal readonly (int Across, int Down) BlocksOf(JpegComponent component) => Interleaved ? (component.Across, component.Down) : (1, 1);

    /// <summary>Goes on to the next unit.</summary>
    /// <param name="bits">Stepped over a restart marker when one is due.</param>
    /// <param name="good">False when a restart marker was due and was not there.</param>
    /// <returns>False after the last unit.</returns>
    internal bool Next(ref JpegBits bits, out bool good) => Next(ref bits, out good, out _);

    /// <summary>Goes on to the next unit, and tells whether a new restart interval begins there.</summary>
    internal bool Next(ref JpegBits bits, out bool good, out bool began)
    {
        (good, began) = (true, false);
        if (++Column == Across)
        {
            Column = 0;
            if (++Row == Down)
            {
                return false;
            }
        }

        if (_restartInterval > 0 && --_untilRestart < 0)
        {
            _untilRestart = _restartInterval - 1;
            good = bits.TakeRestart(_restarts++ & 7);
            began = true;
            Predict();
        }

        return true;
    }

    private readonly void Predict()
    {
        foreach (var component in _components)
        {
            component.Prediction = 0;
        }
    }
}
