package io.github.lanewise.cli;

import io.github.lanewise.cli.data.Task;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.util.stream.IntStream;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws loss, and for classes accuracy, over the epochs. */
final class LearningCurve {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final int ACCURACY_AXIS = 1;
  private static final Color LOSS_COLOR = new Color(0xb0, 0x3a, 0x2e);
  private static final Color ACCURACY_COLOR = new Color(0x1f, 0x61, 0x8d);
  private static final BasicStroke SOLID = new BasicStroke(2f);
  private static final BasicStroke DASHED =
      new BasicStroke(
          2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {7f, 5f}, 0f);

  private LearningCurve() {}

  /** Returns the chart as a PNG. */
  static byte[] png(String title, Task task, History history) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle("loss")
            .build();
    style(chart);
    double[] epochs = IntStream.rangeClosed(1, history.size()).asDoubleStream().toArray();
    XYSeries loss =
        chart.addSeries("training loss", epochs, history.values(e -> e.training().meanLoss()));
    draw(loss, LOSS_COLOR, SOLID, 0);
    XYSeries validationLoss =
        chart.addSeries("validation loss", epochs, history.values(e -> e.validation().meanLoss()));
    draw(validationLoss, LOSS_COLOR, DASHED, 0);
    if (task == Task.CLASSIFY) {
      XYSeries accuracy =
          chart.addSeries(
              "training accuracy", epochs, history.values(e -> e.training().accuracy()));
      draw(accuracy, ACCURACY_COLOR, SOLID, ACCURACY_AXIS);
      XYSeries validationAccuracy =
          chart.addSeries(
              "validation accuracy", epochs, history.values(e -> e.validation().accuracy()));
      draw(validationAccuracy, ACCURACY_COLOR, DASHED, ACCURACY_AXIS);
      chart.setYAxisGroupTitle(ACCURACY_AXIS, "accuracy");
      chart.getStyler().setYAxisGroupPosition(ACCURACY_AXIS, YAxisPosition.Right);
      chart.getStyler().setYAxisMax(ACCURACY_AXIS, 1.0);
    }
    return ChartEncoder.getBytes(chart, "png");
  }

  private static void style(XYChart chart) {
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendBorderColor(Color.WHITE)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartPadding(14);
    chart.getStyler().setYAxisMin(0, 0.0);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setYAxisDecimalPattern("0.###");
  }

  private static void draw(XYSeries series, Color color, BasicStroke stroke, int axis) {
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(stroke);
    series.setYAxisGroup(axis);
  }
}
