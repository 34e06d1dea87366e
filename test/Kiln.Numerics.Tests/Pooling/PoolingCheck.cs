namespace Kiln.Numerics.Tests;

/// <summary>Runs both poolings on one geometry, in both precisions, and compares them with the plain loops.</summary>
internal static class PoolingCheck
{
    public static void Geometry(Pool3DGeometry g)
    {
        var random = new Random(g.GetHashCode() & 0xFFFF);
        var x = ConvolutionCheck.Draw(random, g.InputCount);
        var gy = ConvolutionCheck.Draw(random, g.OutputCount);
        var (expectedY, expectedIndices) = PoolingReference.Max(g, x);
        var expectedX = PoolingReference.MaxGradient(g, gy, expectedIndices);
        var y = new double[g.OutputCount];
        var indices = new int[g.OutputCount];
        var gx = new double[g.InputCount];
        MaxPooling3D.Forward(g, x, y, indices);
        MaxPooling3D.Backward(g, gy, indices, gx);
        y.ShouldBe(expectedY, $"max of {g}");
        indices.ShouldBe(expectedIndices, $"indices of {g}");
        gx.ShouldBe(expectedX, 1e-12, $"max gradient of {g}");

        var yf = new float[g.OutputCount];
        var gxf = new float[g.InputCount];
        Array.Fill(gxf, float.NaN);
        Array.Clear(indices);
        MaxPooling3D.Forward(g, ConvolutionCheck.Single(x), yf, indices);
        MaxPooling3D.Backward(g, ConvolutionCheck.Single(gy), indices, gxf);
        yf.ShouldBe(ConvolutionCheck.Single(expectedY), $"float max of {g}");
        indices.ShouldBe(expectedIndices, $"float indices of {g}");
        gxf.ShouldBe(ConvolutionCheck.Single(expectedX), 1e-5, $"float max gradient of {g}");

        foreach (var include in new[] { false, true })
        {
            expectedY = PoolingReference.Average(g, include, x);
            expectedX = PoolingReference.AverageGradient(g, include, gy);
            AveragePooling3D.Forward(g, include, x, y);
            AveragePooling3D.Backward(g, include, gy, gx);
            y.ShouldBe(expectedY, 1e-12, $"average of {g}");
            gx.ShouldBe(expectedX, 1e-12, $"average gradient of {g}");
            AveragePooling3D.Forward(g, include, ConvolutionCheck.Single(x), yf);
            AveragePooling3D.Backward(g, include, ConvolutionCheck.Single(gy), gxf);
            yf.ShouldBe(ConvolutionCheck.Single(expectedY), 1e-5, $"float average of {g}");
            gxf.ShouldBe(ConvolutionCheck.Single(expectedX), 1e-5, $"float average gradient of {g}");
        }
    }
}
